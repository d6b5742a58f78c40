package org.retrograde.models.network.architecture;

import org.retrograde.reversible.device.Nonlinearity;

/**
 * Moments of y = f(a x) / a, for x standard normal.
 *
 * @param mean of y
 * @param square mean of y^2
 * @param slope mean of dy / dx
 * @param slopeSquare mean of (dy / dx)^2
 */
record ActivationMoments(double mean, double square, double slope, double slopeSquare) {

  /** Of the trapezoidal rule, which is exact to 1e-3 at a kink, and to rounding elsewhere. */
  private static final int STEPS_PER_UNIT = 64;

  private static final int REACH = 8;

  /**
   * Integrates.
   *
   * @param multiplier a, above 0
   */
  static ActivationMoments of(Nonlinearity f, double multiplier) {
    double step = 1d / STEPS_PER_UNIT;
    double[] sums = new double[4];
    double last = value(f, multiplier * (-REACH - step / 2)) / multiplier;
    for (int i = -REACH * STEPS_PER_UNIT; i <= REACH * STEPS_PER_UNIT; i++) {
      double x = i * step;
      double density = step * StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      double y = value(f, multiplier * x) / multiplier;
      double next = value(f, multiplier * (x + step / 2)) / multiplier;
      double slope = (next - last) / step;
      sums[0] += density * y;
      sums[1] += density * y * y;
      sums[2] += density * slope;
      sums[3] += density * slope * slope;
      last = next;
    }
    return new ActivationMoments(sums[0], sums[1], sums[2], sums[3]);
  }

  /** Returns the standard deviation of y. */
  double deviation() {
    return Math.sqrt(square - mean * mean);
  }

  /**
   * Returns the covariance of y at places, over the mean square, means included: the first terms of
   * its series, of which the last makes up for the rest.
   *
   * @param x correlation of x
   * @see <a href="https://arxiv.org/abs/1602.05897">Daniely, Frostig and Singer (2016)</a>
   */
  Covariance kernel(Covariance x) {
    double constant = mean * mean / square;
    double first = slope * slope / square;
    return x.polynomial(constant, first, 1 - constant - first);
  }

  /** Returns the covariance of dy / dx, over the mean square of y. */
  Covariance slopes(Covariance x) {
    double constant = slope * slope / square;
    return x.polynomial(constant, slopeSquare / square - constant, 0);
  }

  private static double value(Nonlinearity f, double x) {
    return switch (f) {
      case TANH -> StrictMath.tanh(x);
      case RELU -> Math.max(x, 0);
      case LOGISTIC -> 1 / (1 + StrictMath.exp(-x));
      case GELU ->
          x / 2 * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case SILU -> x / (1 + StrictMath.exp(-x));
      case SQUARED_RELU -> Math.max(x, 0) * Math.max(x, 0);
    };
  }
}
