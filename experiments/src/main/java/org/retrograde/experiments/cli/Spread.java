package org.retrograde.experiments.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A figure over several runs.
 *
 * @param mean over the runs
 * @param deviation standard deviation of a sample, over one less than there are runs; not finite
 *     where there is one run alone, or one diverged
 */
record Spread(double mean, double deviation) {

  /** Returns mean and deviation of at least one value. */
  static Spread of(List<Double> values) {
    double mean = values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return new Spread(mean, Math.sqrt(squares / (values.size() - 1)));
  }

  /** Returns mean and deviation of a figure of at least one run. */
  static <T> Spread over(List<T> runs, Function<T, Double> figure) {
    return of(runs.stream().map(figure).toList());
  }

  /** Puts the mean under a name, and the deviation beside it if there is one. */
  void putInto(Map<String, Object> figures, String name) {
    figures.put(name, mean);
    if (Double.isFinite(deviation)) {
      figures.put(name + "Deviation", deviation);
    }
  }

  @Override
  public String toString() {
    if (!Double.isFinite(mean)) {
      return "diverged";
    }
    return Double.isFinite(deviation)
        ? String.format(Locale.ROOT, "%.4f +- %.4f", mean, deviation)
        : String.format(Locale.ROOT, "%.4f", mean);
  }
}
