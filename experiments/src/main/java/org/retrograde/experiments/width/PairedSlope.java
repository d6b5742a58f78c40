package org.retrograde.experiments.width;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.util.FastMath;

/**
 * The power of the width that the mean of a size goes as, over seeds that are the same at every
 * width.
 *
 * <p>What a seed has in common at all widths, such as a first batch whose classes happen to be out
 * of balance, multiplies its sizes alike and leaves the slope alone. So the error is not that of
 * means that vary on their own: with mean size x̄_w at width w and weight a_w of log2 x̄_w in the
 * slope by least squares, seed k pulls at the slope by the sum over w of a_w x_kw / (x̄_w ln 2),
 * the slope's derivative in its sizes; the error is the standard deviation of these pulls over the
 * root of their number (the infinitesimal jackknife).
 *
 * @param value of the slope; NaN where a mean has no logarithm
 * @param error standard error of {@code value}; NaN where that is
 * @see <a href="https://doi.org/10.1137/1.9781611970319">Efron (1982)</a>, The Jackknife, the
 *     Bootstrap and Other Resampling Plans, chapter 6
 */
record PairedSlope(double value, double error) {

  /**
   * Measures a slope.
   *
   * @param widths at least two
   * @param sizes shape {@code [widths][seeds]}; at least two seeds, each at the same place at every
   *     width
   */
  static PairedSlope of(List<Integer> widths, double[][] sizes) {
    double slope = LogLine.slope(widths, means(sizes));
    double[] weights = LogLine.weights(widths);
    double[] pulls = new double[sizes[0].length];
    for (int w = 0; w < sizes.length; w++) {
      double factor = weights[w] / (mean(sizes[w]) * FastMath.log(2));
      for (int k = 0; k < pulls.length; k++) {
        pulls[k] += factor * sizes[w][k];
      }
    }
    double error = new StandardDeviation().evaluate(pulls) / Math.sqrt(pulls.length);
    return new PairedSlope(slope, Double.isNaN(slope) ? Double.NaN : error);
  }

  /** Returns the mean over seeds at each width. */
  static List<Double> means(double[][] sizes) {
    return Arrays.stream(sizes).map(PairedSlope::mean).toList();
  }

  private static double mean(double[] sizes) {
    return Arrays.stream(sizes).average().orElse(Double.NaN);
  }
}
