package org.retrograde.experiments.law;

import java.util.stream.IntStream;

/**
 * Derivatives of a loss with respect to the falls of the learning rate, its first rate being held
 * fixed: eta_j = eta_0 - sum_{k &lt;= j} fall_k, so dL/dfall_k = -sum_{j &gt;= k} dL/deta_j.
 */
final class Falls {

  private Falls() {}

  /**
   * Returns the derivative by falls.
   *
   * @param byRate dL/deta, [step]. Not modified.
   * @return dL/dfall of steps 1, 2, ...
   */
  public static double[] derivative(double[] byRate) {
    double[] byFall = new double[byRate.length - 1];
    double sum = 0;
    for (int k = byRate.length - 1; k > 0; k--) {
      sum -= byRate[k];
      byFall[k - 1] = sum;
    }
    return byFall;
  }

  /** Returns the cosine of the angle between two derivatives of the same length. */
  public static double cosine(double[] a, double[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  /** Returns the part of the entries of which two derivatives have the same sign. */
  public static double sameSigns(double[] a, double[] b) {
    return (double)
            IntStream.range(0, a.length).filter(k -> Math.signum(a[k]) == Math.signum(b[k])).count()
        / a.length;
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(k -> a[k] * b[k]).sum();
  }
}
