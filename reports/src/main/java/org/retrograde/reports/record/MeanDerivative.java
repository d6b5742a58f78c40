package org.retrograde.reports.record;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The derivative of the final loss with respect to one coefficient of one parameter group at every
 * step, over seeds.
 *
 * @param hyperparameter the coefficient, in the space that it is tuned in, such as {@code log
 *     learning rate}
 * @param group the parameter group
 * @param seeds how many were averaged
 * @param mean over the seeds, by step
 * @param standardError of that mean, by step; 0 for a single seed
 * @param one the derivative of the first seed alone, by step
 */
public record MeanDerivative(
    String hyperparameter,
    String group,
    int seeds,
    List<Double> mean,
    List<Double> standardError,
    List<Double> one) {

  /** Copies the lists. */
  public MeanDerivative {
    mean = List.copyOf(mean);
    standardError = List.copyOf(standardError);
    one = List.copyOf(one);
  }

  /**
   * Returns how smooth the mean is over the steps: 1 minus half the mean square of its changes from
   * step to step over its variance (von Neumann's ratio). 1 is a smooth curve, 0 is noise; NaN for
   * a constant one.
   */
  public double smoothness() {
    return smoothness(mean);
  }

  /** Returns how smooth the curve of the first seed alone is. */
  public double smoothnessOfOne() {
    return smoothness(one);
  }

  private static double smoothness(List<Double> curve) {
    double average = curve.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    double variance =
        curve.stream()
            .mapToDouble(value -> (value - average) * (value - average))
            .average()
            .orElse(Double.NaN);
    double changes =
        IntStream.range(1, curve.size())
            .mapToDouble(t -> curve.get(t) - curve.get(t - 1))
            .map(change -> change * change)
            .average()
            .orElse(Double.NaN);
    return variance == 0 ? Double.NaN : 1 - changes / (2 * variance);
  }
}
