package org.retrograde.reports.statistics;

/** What paired runs of some seeds allow to say of one way of training against another. */
public enum SeedVerdict {
  /** Better: the 95 % interval of the change holds no 0. */
  BETTER,
  /** Worse: the same on the other side. */
  WORSE,
  /** The seeds cannot tell the two apart. */
  WITHIN_SPREAD,
  /** No two seeds to judge by. */
  NO_SPREAD;

  /**
   * Judges a change.
   *
   * @param change seed by seed
   * @param higherIsBetter whether a change above 0 is good
   */
  public static SeedVerdict of(Spread change, boolean higherIsBetter) {
    return of(change.mean(), change.halfWidth(), higherIsBetter);
  }

  /** Judges a change by half the width of its interval, which is NaN where there is none. */
  static SeedVerdict of(double change, double halfWidth, boolean higherIsBetter) {
    if (Double.isNaN(halfWidth)) {
      return NO_SPREAD;
    }
    if (!(Math.abs(change) > halfWidth)) {
      return WITHIN_SPREAD;
    }
    return change > 0 == higherIsBetter ? BETTER : WORSE;
  }
}
