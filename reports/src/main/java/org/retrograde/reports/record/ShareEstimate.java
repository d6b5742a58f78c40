package org.retrograde.reports.record;

/**
 * A share of a variance, and how far it is known.
 *
 * @param share from 0 to 1; NaN where nothing is known of it
 * @param halfWidth half of its 95 % interval over seeds; NaN below two seeds
 */
public record ShareEstimate(double share, double halfWidth) {

  /** Of what nothing is known. */
  public static final ShareEstimate UNKNOWN = new ShareEstimate(Double.NaN, Double.NaN);
}
