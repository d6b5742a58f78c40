package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.data.LabeledData;
import org.retrograde.reports.record.Influence;
import org.retrograde.reports.record.Influences;

/** Finds the training rows whose weight would change the final loss most, and shows them. */
@API(status = Status.INTERNAL)
public final class InfluentialRows {

  /** So many of either kind. */
  private static final int MOST = 16;

  /** So many numbers of a row that is no picture. */
  private static final int MOST_FEATURES = 12;

  private InfluentialRows() {}

  /** Adds rows to the results of a run, beside others, in place of those of the same name. */
  public static void add(RunContext context, Influence influence) {
    List<Influence> all = new ArrayList<>(context.results().all(Influences.class));
    all.removeIf(other -> other.name().equals(influence.name()));
    all.add(influence);
    context.update(results -> results.with(new Influences(all)));
  }

  /**
   * Returns the rows of the largest derivatives of either sign.
   *
   * @param name what was differentiated
   * @param derivatives by the weights of the training rows, in their order
   * @param remark what is to be said of a row beside its label, empty for nothing
   */
  public static Influence of(
      String name, Workbench bench, double[] derivatives, IntFunction<String> remark) {
    DataSplits splits = bench.splits();
    List<Integer> rising =
        IntStream.range(0, derivatives.length)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> derivatives[row]))
            .toList();
    List<Influence.Row> helpful =
        rising.stream()
            .filter(row -> derivatives[row] < 0)
            .limit(MOST)
            .map(row -> row(splits, row, derivatives[row], remark.apply(row)))
            .toList();
    List<Influence.Row> harmful =
        IntStream.range(0, derivatives.length)
            .mapToObj(i -> rising.get(derivatives.length - 1 - i))
            .filter(row -> derivatives[row] > 0)
            .limit(MOST)
            .map(row -> row(splits, row, derivatives[row], remark.apply(row)))
            .toList();
    boolean isPicture = isPicture(splits);
    int height = isPicture ? ((InputShape.Image) splits.shape()).height() : 0;
    int width = isPicture ? ((InputShape.Image) splits.shape()).width() : 0;
    return new Influence(
        name, height, width, isPicture ? List.of() : features(splits), helpful, harmful);
  }

  private static boolean isPicture(DataSplits splits) {
    return splits.shape() instanceof InputShape.Image image && image.channels() == 1;
  }

  private static List<String> features(DataSplits splits) {
    List<String> names = splits.train().featureNames();
    return IntStream.range(0, Math.min(MOST_FEATURES, splits.features()))
        .mapToObj(j -> names.isEmpty() ? "feature " + (j + 1) : names.get(j))
        .toList();
  }

  private static Influence.Row row(DataSplits splits, int row, double derivative, String remark) {
    int count = isPicture(splits) ? splits.features() : features(splits).size();
    List<Double> values =
        IntStream.range(0, count)
            .mapToObj(j -> rounded(splits.map().inverse(j, splits.train().input(row, j))))
            .toList();
    String label = "label " + label(splits, row);
    return new Influence.Row(
        row, remark.isEmpty() ? label : label + " (" + remark + ")", derivative, values);
  }

  /** The name of the class, or the number in the unit of the data. */
  private static String label(DataSplits splits, int row) {
    LabeledData train = splits.train();
    if (train.hasNumbers()) {
      return Double.toString(rounded(splits.targetMap().inverse(0, train.numbers()[row])));
    }
    int label = train.label(row);
    return train.classNames().isEmpty() ? Integer.toString(label) : train.classNames().get(label);
  }

  /** To single precision, as rows are. */
  private static double rounded(double value) {
    return Double.parseDouble(Float.toString((float) value));
  }
}
