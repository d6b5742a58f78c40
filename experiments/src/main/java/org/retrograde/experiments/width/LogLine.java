package org.retrograde.experiments.width;

import java.util.List;
import org.apache.commons.math3.util.FastMath;

/** Powers of the width, by least squares through logarithms. */
final class LogLine {

  private LogLine() {}

  /**
   * Returns the slope of log values against log widths.
   *
   * @param widths at least two
   * @return NaN where a value has no finite logarithm
   */
  static double slope(List<Integer> widths, List<Double> values) {
    double[] weights = weights(widths);
    double slope = 0;
    for (int i = 0; i < weights.length; i++) {
      slope += weights[i] * log2(values.get(i));
    }
    return Double.isFinite(slope) ? slope : Double.NaN;
  }

  /**
   * Returns what the logarithm to base 2 of each value counts in the slope, which is their weighted
   * sum.
   *
   * @param widths at least two
   */
  static double[] weights(List<Integer> widths) {
    double mean = widths.stream().mapToDouble(LogLine::log2).average().orElse(Double.NaN);
    double[] weights = widths.stream().mapToDouble(width -> log2(width) - mean).toArray();
    double squares = 0;
    for (double weight : weights) {
      squares += weight * weight;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= squares;
    }
    return weights;
  }

  /** Returns the logarithm to base 2. */
  static double log2(double value) {
    return FastMath.log(2, value);
  }
}
