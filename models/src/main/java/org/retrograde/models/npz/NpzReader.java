package org.retrograde.models.npz;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.DataStream;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.Origin;
import org.retrograde.models.data.TrainAndTest;
import org.retrograde.models.table.TargetKind;
import org.retrograde.reversible.storage.FileReasons;

/**
 * Reads inputs and labels from an archive of NumPy's arrays, compressed or not, that settings name
 * or that have usual names. Bytes without a sign are divided by 255, as grey levels and colours
 * are; arrays of three or four dimensions are images.
 *
 * <p>It takes the memory of the result, and once more that of the labels.
 */
public final class NpzReader {

  private static final float WHITE = 255;
  private static final int HEAD = 8;
  private static final int COLOURS = 3;
  private static final int MOST_CHANNELS = 4;
  private static final Usual INPUTS =
      new Usual(
          "inputs",
          "data.inputs",
          List.of("x_train", "X_train", "train_images", "x", "X", "inputs", "images", "data"));
  private static final Usual LABELS =
      new Usual(
          "labels",
          "data.labels",
          List.of("y_train", "Y_train", "train_labels", "y", "Y", "labels", "target"));
  private static final Usual TEST_INPUTS =
      new Usual("test inputs", "data.test-inputs", List.of("x_test", "X_test", "test_images"));
  private static final Usual TEST_LABELS =
      new Usual("test labels", "data.test-labels", List.of("y_test", "Y_test", "test_labels"));

  /** What arrays are called where nobody says it. */
  private record Usual(String what, String key, List<String> names) {}

  /** What is done with a file. */
  private interface Look<T> {
    T at(NpzReader reader, DataStream whole) throws IOException;
  }

  /** The names of two arrays of the same rows. */
  private record Pair(String inputs, String labels) {}

  private final String file;
  private final ZipFile archive;
  private final List<String> arrays;

  private NpzReader(String file, ZipFile archive) {
    this.file = file;
    this.archive = archive;
    this.arrays =
        archive.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.endsWith(".npy"))
            .map(name -> name.substring(0, name.length() - 4))
            .toList();
  }

  /**
   * Reads a file.
   *
   * @param names of its arrays
   * @param target what labels are; by themselves, numbers to predict where one has a fraction, else
   *     classes
   * @throws DataException if it is missing, or not what it should be
   */
  public static TrainAndTest read(Path path, NpzNames names, TargetKind target) {
    return opened(path, (reader, whole) -> reader.read(names, target, whole.sha256()));
  }

  /**
   * Looks at the labels of a file, and at what its inputs are.
   *
   * @param names of its arrays
   * @throws DataException if it is missing, or not what it should be
   */
  public static NpzSurvey survey(Path path, NpzNames names) {
    return opened(path, (reader, whole) -> reader.survey(names));
  }

  private static <T> T opened(Path path, Look<T> look) {
    try (DataStream whole = DataStream.open(path)) {
      requireArchive(whole);
      return opened(path, whole, look);
    } catch (IOException e) {
      throw new DataException("%s: cannot be read: %s".formatted(path, FileReasons.of(e)), e);
    }
  }

  private static <T> T opened(Path path, DataStream whole, Look<T> look) throws IOException {
    try (ZipFile archive = new ZipFile(path.toFile())) {
      return look.at(new NpzReader(whole.name(), archive), whole);
    } catch (ZipException | EOFException e) {
      throw new DataException(
          "%s: truncated or damaged archive: %s".formatted(whole.name(), e.getMessage()), e);
    }
  }

  private static void requireArchive(DataStream file) throws IOException {
    InputStream content = file.content();
    content.mark(HEAD);
    byte[] head = content.readNBytes(HEAD);
    content.reset();
    if (NpyArray.recognises(head)) {
      throw new DataException(
          file.name()
              + ": is one array; save inputs and labels together:"
              + " numpy.savez('data.npz', x=inputs, y=labels)");
    }
  }

  private TrainAndTest read(NpzNames names, TargetKind target, String hash) throws IOException {
    Pair train = train(names);
    Optional<Pair> test = test(names);
    NpzLabels labels = new NpzLabels(target);
    double[] ofTrain = labels(train, labels);
    double[] ofTest = test.isEmpty() ? new double[0] : labels(test.get(), labels);
    Origin origin = new Origin(Map.of(file, hash), List.of(), remarks(train, test, labels));
    return new TrainAndTest(
        rows(train, ofTrain, labels, origin),
        test.isEmpty() ? null : rows(test.get(), ofTest, labels, origin));
  }

  private NpzSurvey survey(NpzNames names) throws IOException {
    Pair train = train(names);
    Optional<Pair> test = test(names);
    try (InputStream in = stream(train.inputs());
        InputStream ofLabels = stream(train.labels())) {
      NpyArray inputs = open(train.inputs(), in);
      NpyArray labels = open(train.labels(), ofLabels);
      requireInputs(inputs);
      return new NpzSurvey(
          new NpzNames(
              train.inputs(),
              train.labels(),
              test.map(Pair::inputs).orElse(null),
              test.map(Pair::labels).orElse(null)),
          unused(train, test),
          inputs.length(0),
          test.isEmpty() ? 0 : rows(test.get().inputs()),
          IntStream.range(1, inputs.dimensions()).mapToObj(inputs::length).toList(),
          inputs.type().isByte(),
          NpzLabels.survey(train.labels(), labels));
    }
  }

  private int rows(String name) throws IOException {
    try (InputStream in = stream(name)) {
      NpyArray array = open(name, in);
      requireInputs(array);
      return array.length(0);
    }
  }

  private Pair train(NpzNames names) {
    return new Pair(required(INPUTS, names.inputs()), required(LABELS, names.labels()));
  }

  private Optional<Pair> test(NpzNames names) {
    Optional<String> inputs = found(TEST_INPUTS, names.testInputs());
    Optional<String> labels = found(TEST_LABELS, names.testLabels());
    if (inputs.isPresent() && labels.isPresent()) {
      return Optional.of(new Pair(inputs.get(), labels.get()));
    }
    if (names.testInputs() != null || names.testLabels() != null) {
      throw new DataException(
          "%s: test rows need both data.test-inputs and data.test-labels; it has %s"
              .formatted(file, list()));
    }
    return Optional.empty();
  }

  private static List<String> used(Pair train, Optional<Pair> test) {
    List<String> used = new ArrayList<>(List.of(train.inputs(), train.labels()));
    test.ifPresent(pair -> used.addAll(List.of(pair.inputs(), pair.labels())));
    return used;
  }

  private List<String> unused(Pair train, Optional<Pair> test) {
    List<String> used = used(train, test);
    return arrays.stream().filter(array -> !used.contains(array)).toList();
  }

  private List<String> remarks(Pair train, Optional<Pair> test, NpzLabels labels) {
    List<String> unused = unused(train, test);
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "%s: inputs and labels are its arrays %s%s"
            .formatted(
                file,
                String.join(", ", used(train, test)),
                unused.isEmpty() ? "" : "; not read: " + String.join(", ", unused)));
    remarks.addAll(labels.remarks(file));
    return remarks;
  }

  private String required(Usual usual, @Nullable String declared) {
    return found(usual, declared)
        .orElseThrow(
            () ->
                new DataException(
                    "%s: no array has a usual name of %s (%s); it has %s: name one by %s"
                        .formatted(
                            file,
                            usual.what(),
                            String.join(", ", usual.names()),
                            list(),
                            usual.key())));
  }

  private Optional<String> found(Usual usual, @Nullable String declared) {
    if (declared == null) {
      return usual.names().stream().filter(arrays::contains).findFirst();
    }
    if (!arrays.contains(declared)) {
      throw new DataException(
          "%s: there is no array '%s' (%s); it has %s"
              .formatted(file, declared, usual.key(), list()));
    }
    return Optional.of(declared);
  }

  private String list() {
    return arrays.isEmpty() ? "no arrays" : String.join(", ", arrays);
  }

  private LabeledData rows(Pair names, double[] labels, NpzLabels all, Origin origin)
      throws IOException {
    try (InputStream in = stream(names.inputs())) {
      NpyArray array = open(names.inputs(), in);
      requireInputs(array);
      if (array.length(0) != labels.length) {
        throw new DataException(
            "%s has %d rows, but there are %d labels, array '%s'"
                .formatted(array.place(), array.length(0), labels.length, names.labels()));
      }
      LabeledData data = all.rows(array.floats(array.type().isByte() ? WHITE : 1), labels, origin);
      if (array.dimensions() == 2) {
        return data;
      }
      LabeledData images = data.shaped(image(array));
      return seemsChannelsFirst(array) ? images.remarked(channelsFirst(names, array)) : images;
    }
  }

  /** As PyTorch has them: few rows of pixels, and more channels than images have. */
  private static boolean seemsChannelsFirst(NpyArray array) {
    return array.dimensions() == 4
        && (array.length(1) == 1 || array.length(1) == COLOURS)
        && array.length(3) > MOST_CHANNELS;
  }

  private static String channelsFirst(Pair names, NpyArray array) {
    return ("warning: %s has shape %s, which is read as %d x %d pixels of %d channels; if channels"
            + " come first, save numpy.moveaxis(%s, 1, -1)")
        .formatted(
            array.place(),
            array.shapeInWords(),
            array.length(1),
            array.length(2),
            array.length(3),
            names.inputs());
  }

  private static void requireInputs(NpyArray array) {
    if (array.type().isText()) {
      throw new DataException(array.place() + " holds texts; inputs are numbers");
    }
    if (array.dimensions() < 2 || array.dimensions() > 4) {
      throw new DataException(
          ("%s has shape %s; inputs are rows of features, or images with or without channels, so"
                  + " of 2 to 4 dimensions")
              .formatted(array.place(), array.shapeInWords()));
    }
  }

  private static InputShape image(NpyArray array) {
    return new InputShape.Image(
        array.length(1), array.length(2), array.dimensions() == 3 ? 1 : array.length(3));
  }

  private double[] labels(Pair names, NpzLabels all) throws IOException {
    try (InputStream in = stream(names.labels())) {
      return all.read(open(names.labels(), in));
    }
  }

  private NpyArray open(String name, InputStream in) throws IOException {
    return NpyArray.open(
        "%s: array '%s'".formatted(file, name), in, archive.getEntry(name + ".npy").getSize());
  }

  private InputStream stream(String name) throws IOException {
    return new BufferedInputStream(archive.getInputStream(archive.getEntry(name + ".npy")));
  }
}
