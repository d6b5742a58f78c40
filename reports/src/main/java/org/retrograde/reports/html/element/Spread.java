package org.retrograde.reports.html.element;

import java.util.List;

/**
 * Mean and sample standard deviation of the finite values of a sample.
 *
 * @param count how many values were finite
 * @param mean their mean; NaN if there are none
 * @param deviation their standard deviation with divisor n - 1; NaN below two values
 */
public record Spread(int count, double mean, double deviation) {

  /** Measures a sample; what is not finite is left out. */
  public static Spread of(List<Double> sample) {
    double[] values =
        sample.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite).toArray();
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    return new Spread(values.length, mean, deviation);
  }

  /**
   * Half the width of the 95 % interval of the mean, by Student's t.
   *
   * @return NaN below two values
   */
  public double halfWidth() {
    return count < 2 ? Double.NaN : StudentT.quantile(count - 1) * deviation / Math.sqrt(count);
  }

  /** Whether the mean is told from 0: its 95 % interval does not hold 0. False below two values. */
  public boolean clear() {
    return Math.abs(mean) > halfWidth();
  }
}
