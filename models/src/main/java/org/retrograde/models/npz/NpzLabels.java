package org.retrograde.models.npz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.Origin;
import org.retrograde.models.table.ColumnSurvey;
import org.retrograde.models.table.TargetKind;

/** The labels of all rows of a file, which are numbers, or texts by their numbers. */
final class NpzLabels {

  private static final int MOST_CLASSES = 65_536;
  private static final int MANY_CLASSES = 100;
  private static final int ROWS_OF_CLASS = 10;

  private final TargetKind target;
  private final List<String> texts = new ArrayList<>();
  private final Map<String, Integer> codes = new TreeMap<>();
  private final SortedMap<Double, Integer> counts = new TreeMap<>();
  private boolean numbers;
  private boolean ofTexts;
  private int rows;

  /** Makes one without any. */
  NpzLabels(TargetKind target) {
    this.target = target;
    this.numbers = target == TargetKind.NUMBER;
  }

  /**
   * Reads those of some rows.
   *
   * @return one number a row
   * @throws IOException if it cannot be read
   * @throws DataException if they are not what labels are, or unlike others that were read
   */
  double[] read(NpyArray array) throws IOException {
    boolean column = array.dimensions() == 2 && array.length(1) == 1;
    if (array.dimensions() != 1 && !column) {
      throw new DataException(
          "%s has shape %s; labels are one a row%s"
              .formatted(
                  array.place(),
                  array.shapeInWords(),
                  array.dimensions() == 2 ? ", such as numpy.argmax(labels, axis=1)" : ""));
    }
    boolean text = array.type().isText();
    if ((text && numbers) || (rows > 0 && text != ofTexts)) {
      throw new DataException(
          "%s holds %s, but labels are %s"
              .formatted(
                  array.place(),
                  text ? "texts" : "numbers",
                  ofTexts ? "texts" : "numbers to predict"));
    }
    ofTexts = text;
    double[] labels =
        text
            ? Arrays.stream(array.texts()).mapToDouble(this::code).toArray()
            : Arrays.stream(array.doubles()).map(NpzLabels::withoutSignOfZero).toArray();
    for (double label : labels) {
      add(label, array.place());
    }
    return labels;
  }

  /**
   * Reads what labels are, whatever they are for.
   *
   * @param name of their array
   * @throws IOException if it cannot be read
   * @throws DataException if they are not what labels are
   */
  static ColumnSurvey survey(String name, NpyArray array) throws IOException {
    boolean text = array.type().isText();
    double[] labels = new NpzLabels(text ? TargetKind.CLASSES : TargetKind.NUMBER).read(array);
    long whole = Arrays.stream(labels).filter(label -> label == Math.rint(label)).count();
    long distinct = Arrays.stream(labels).distinct().limit(ColumnSurvey.MANY).count();
    Map<Double, Integer> rows = new HashMap<>();
    if (distinct < ColumnSurvey.MANY) {
      Arrays.stream(labels).forEach(label -> rows.merge(label, 1, Integer::sum));
    }
    return new ColumnSurvey(
        name,
        0,
        text ? 0 : labels.length,
        text ? 0 : whole,
        0,
        (int) distinct,
        false,
        !text && whole == labels.length && ColumnSurvey.areCodes(rows));
  }

  /** Both zeros are one class. */
  private static double withoutSignOfZero(double label) {
    return label + 0.0;
  }

  private int code(String text) {
    return codes.computeIfAbsent(
        text,
        added -> {
          texts.add(added);
          return texts.size() - 1;
        });
  }

  private void add(double label, String place) {
    if (!Float.isFinite((float) label)) {
      throw new DataException("%s: a label must be finite, got %s".formatted(place, label));
    }
    rows++;
    numbers |= target == TargetKind.AUTO && label != Math.rint(label);
    if (!numbers) {
      counts.merge(label, 1, Integer::sum);
      if (counts.size() > MOST_CLASSES) {
        throw new DataException(
            "%s: there are more than %d different labels; %s"
                .formatted(place, MOST_CLASSES, NUMBERS));
      }
    }
  }

  private static final String NUMBERS =
      "if they are numbers to predict, say data.target: number (and model.loss: squared-error)";

  /**
   * Makes rows of them, once all labels are read.
   *
   * @param labels some that were read
   * @throws DataException if there are as many classes as if they were none
   */
  LabeledData rows(float[] inputs, double[] labels, Origin origin) {
    if (numbers) {
      float[] targets = new float[labels.length];
      for (int i = 0; i < targets.length; i++) {
        targets[i] = (float) labels[i];
      }
      return LabeledData.ofNumbers(inputs, targets, origin);
    }
    int found = counts.size();
    if (target == TargetKind.AUTO
        && !ofTexts
        && found > MANY_CLASSES
        && (long) found * ROWS_OF_CLASS > rows) {
      throw new DataException(
          "%s: %d different labels in %d rows; %s, if they are classes, data.target: classes"
              .formatted(String.join(", ", origin.sources().keySet()), found, rows, NUMBERS));
    }
    List<Double> classes = classes();
    Map<Double, Integer> ranks = new TreeMap<>();
    classes.forEach(label -> ranks.put(label, ranks.size()));
    int[] ranked = Arrays.stream(labels).mapToInt(ranks::get).toArray();
    return LabeledData.ofNamed(inputs, ranked, classes.stream().map(this::name).toList(), origin);
  }

  /** Returns the classes in order: texts by letter, numbers by value. */
  private List<Double> classes() {
    return ofTexts
        ? codes.values().stream().map(Integer::doubleValue).toList()
        : List.copyOf(counts.keySet());
  }

  private String name(double label) {
    if (ofTexts) {
      return texts.get((int) label);
    }
    return label == Math.rint(label) ? Long.toString((long) label) : Double.toString(label);
  }

  /** Returns sentences on what they were taken for. */
  List<String> remarks(String file) {
    if (numbers) {
      return List.of(file + ": labels are numbers to predict");
    }
    List<String> names = classes().stream().map(this::name).toList();
    List<String> plain = IntStream.range(0, names.size()).mapToObj(String::valueOf).toList();
    return names.equals(plain)
        ? List.of()
        : List.of(
            "%s: labels are %d classes: %s%s"
                .formatted(
                    file,
                    names.size(),
                    String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
                    names.size() > SHOWN ? ", ..." : ""));
  }

  private static final int SHOWN = 5;
}
