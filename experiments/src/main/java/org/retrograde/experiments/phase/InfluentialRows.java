package org.retrograde.experiments.phase;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.FeatureMap;
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
    Optional<InputShape.Image> picture = picture(splits);
    return new Influence(
        name,
        picture.map(InputShape.Image::height).orElse(0),
        picture.map(InputShape.Image::width).orElse(0),
        picture.isPresent() ? List.of() : features(splits),
        helpful,
        harmful);
  }

  private static Optional<InputShape.Image> picture(DataSplits splits) {
    return splits.shape() instanceof InputShape.Image image && image.channels() == 1
        ? Optional.of(image)
        : Optional.empty();
  }

  private static List<String> features(DataSplits splits) {
    List<String> names = splits.train().featureNames();
    return IntStream.range(0, Math.min(MOST_FEATURES, splits.features()))
        .mapToObj(j -> names.isEmpty() ? "feature " + (j + 1) : names.get(j))
        .toList();
  }

  private static Influence.Row row(DataSplits splits, int row, double derivative, String remark) {
    int count = picture(splits).isPresent() ? splits.features() : features(splits).size();
    List<Double> values = IntStream.range(0, count).mapToObj(j -> value(splits, row, j)).toList();
    String label = label(splits, row);
    return new Influence.Row(
        splits.train().place(row) + 1,
        remark.isEmpty() ? label : label + " (" + remark + ")",
        derivative,
        values);
  }

  /** As it was in the data; NaN where it was missing. */
  private static double value(DataSplits splits, int row, int feature) {
    return splits.train().wasMissing(row, feature)
        ? Double.NaN
        : unmapped(splits.map(), feature, splits.train().input(row, feature));
  }

  /** The name of the class, or the number in the unit of the data. */
  private static String label(DataSplits splits, int row) {
    LabeledData train = splits.train();
    if (train.hasNumbers()) {
      return Double.toString(unmapped(splits.targetMap(), 0, train.numbers()[row]));
    }
    int label = train.label(row);
    return train.classNames().isEmpty() ? Integer.toString(label) : train.classNames().get(label);
  }

  /**
   * Returns the number that was mapped to another, to the digits that are left of it: single
   * precision keeps 24 bits of both, and what lies below is not of the data.
   */
  static double unmapped(FeatureMap map, int feature, float mapped) {
    double value = map.inverse(feature, mapped);
    double largest = Math.max(Math.abs(mapped * map.scale(feature)), Math.abs(map.mean(feature)));
    if (largest == 0) {
      return 0;
    }
    int decimals = (int) Math.floor(-Math.log10(largest * Math.ulp(1f)));
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
  }
}
