package org.retrograde.experiments.law;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * How far a fitted law may be off: the variance of a logarithm of a loss is that of single losses
 * around the law, plus that of the law's coordinates, g' covariance g, plus what laws that were
 * fitted without a curve were off on that curve beyond these two.
 *
 * @param covariance of the coordinates, [row][column]
 * @param deviation of the logarithms of losses around the law
 * @param unseen deviation of the logarithms of losses of other curves beyond that, at least 0
 * @param freedom degrees of freedom of Student's t, at least 1
 */
record Uncertainty(List<List<Double>> covariance, double deviation, double unseen, int freedom) {

  /** The part of new losses that an interval is to hold. */
  static final double HELD = 0.95;

  /** Copies the lists. */
  public Uncertainty {
    covariance = covariance.stream().map(List::copyOf).toList();
  }

  static Uncertainty of(RealMatrix covariance, double deviation, int freedom) {
    return new Uncertainty(
        Arrays.stream(covariance.getData())
            .map(row -> Arrays.stream(row).boxed().toList())
            .toList(),
        deviation,
        0,
        freedom);
  }

  Uncertainty withUnseen(double other) {
    return new Uncertainty(covariance, deviation, other, freedom);
  }

  /**
   * Returns the variance of the logarithm of a new loss.
   *
   * @param byCoordinates how it depends on the law's coordinates
   */
  double variance(double[] byCoordinates) {
    double variance = deviation * deviation + unseen * unseen;
    for (int i = 0; i < byCoordinates.length; i++) {
      for (int j = 0; j < byCoordinates.length; j++) {
        variance += byCoordinates[i] * covariance.get(i).get(j) * byCoordinates[j];
      }
    }
    return variance;
  }

  /** Returns by how many deviations an interval goes to each side. */
  double deviations() {
    return new TDistribution(null, freedom).inverseCumulativeProbability((1 + HELD) / 2);
  }
}
