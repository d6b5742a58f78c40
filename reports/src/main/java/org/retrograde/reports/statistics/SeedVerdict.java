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
    if (change.count() < 2) {
      return NO_SPREAD;
    }
    if (!change.clear()) {
      return WITHIN_SPREAD;
    }
    return change.mean() > 0 == higherIsBetter ? BETTER : WORSE;
  }
}
