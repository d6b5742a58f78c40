package org.retrograde.experiments.width;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reports.record.RateCurve;

/**
 * The losses of a sweep under one parametrization, and what is read off them.
 *
 * @param parametrization of all runs
 * @param rates ascending
 * @param losses by width, ascending; for each rate one a seed. What is no number counts as
 *     infinite.
 */
record RateGrid(
    Parametrization parametrization, List<Double> rates, Map<Integer, List<List<Double>>> losses) {

  RateGrid {
    rates = List.copyOf(rates);
    losses = new TreeMap<>(losses);
  }

  /**
   * Returns the curve of every width.
   *
   * @param baseWidth one of the widths
   */
  List<RateCurve> curves(int baseWidth) {
    int base = best(means(baseWidth));
    List<RateCurve> curves = new ArrayList<>();
    for (int width : losses.keySet()) {
      double[] means = means(width);
      int best = best(means);
      curves.add(
          new RateCurve(
              width,
              points(width),
              rates.get(best),
              means[best],
              Math.pow(2, optimum(means, best)),
              best > 0 && best < means.length - 1,
              means[base],
              means[base] / means[best] - 1));
    }
    return curves;
  }

  private List<RateCurve.Point> points(int width) {
    List<RateCurve.Point> points = new ArrayList<>();
    double[] means = means(width);
    for (int i = 0; i < means.length; i++) {
      points.add(new RateCurve.Point(rates.get(i), means[i], losses(width).get(i)));
    }
    return points;
  }

  private List<List<Double>> losses(int width) {
    return losses.getOrDefault(width, List.of());
  }

  private double[] means(int width) {
    return losses(width).stream()
        .mapToDouble(
            seeds ->
                seeds.stream()
                    .mapToDouble(loss -> Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss)
                    .average()
                    .orElse(Double.NaN))
        .toArray();
  }

  private static int best(double[] means) {
    int best = 0;
    for (int i = 1; i < means.length; i++) {
      if (means[i] < means[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Returns the logarithm to base 2 of the rate at the minimum of a parabola. */
  private double optimum(double[] means, int best) {
    double at = LogLine.log2(rates.get(best));
    if (best == 0
        || best == means.length - 1
        || !Double.isFinite(means[best + 1])
        || !Double.isFinite(means[best - 1])) {
      return at;
    }
    double left = means[best - 1] - means[best];
    double right = means[best + 1] - means[best];
    double step = LogLine.log2(rates.get(best + 1)) - at;
    return left + right == 0 ? at : at + step * (left - right) / (2 * (left + right));
  }
}
