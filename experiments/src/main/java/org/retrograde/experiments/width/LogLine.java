package org.retrograde.experiments.width;

import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;
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
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < widths.size(); i++) {
      line.addData(log2(widths.get(i)), log2(values.get(i)));
    }
    double slope = line.getSlope();
    return Double.isInfinite(slope) ? Double.NaN : slope;
  }

  /** Returns the logarithm to base 2. */
  static double log2(double value) {
    return FastMath.log(2, value);
  }
}
