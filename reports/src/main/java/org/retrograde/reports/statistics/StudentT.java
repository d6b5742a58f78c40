package org.retrograde.reports.statistics;

/**
 * Quantiles of Student's t: how many standard errors of a mean an interval has to reach to hold the
 * true mean in 95 of 100 samples.
 */
public final class StudentT {

  /** Up to 30 degrees of freedom, from 1 on. */
  private static final double[] FEW = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, //
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, //
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
  };

  /** The quantile of the normal distribution, and the next terms in one over the freedom. */
  private static final double[] MANY = {1.959964, 2.372271, 2.822486};

  private StudentT() {}

  /**
   * The quantile at 97.5 %, to three decimals: from a table, and from there on by the series of
   * Cornish and Fisher (Abramowitz and Stegun, 26.7.5).
   *
   * @param freedom degrees of freedom, at least 1
   */
  public static double quantile(int freedom) {
    if (freedom <= FEW.length) {
      return FEW[freedom - 1];
    }
    double inverse = 1.0 / freedom;
    return MANY[0] + inverse * (MANY[1] + inverse * MANY[2]);
  }
}
