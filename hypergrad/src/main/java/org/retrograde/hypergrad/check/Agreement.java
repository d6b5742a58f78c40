package org.retrograde.hypergrad.check;

/** What differences say of a derivative. */
public enum Agreement {
  /** Right, as far as differences can tell. */
  AGREES,
  /** Wrong: it is further off than differences are uncertain. */
  DIFFERS,
  /** Kinks or rounding leave the differences too uncertain to say either. */
  INCOMPARABLE;

  /** Uncertainty, as a part of the scale, from which on differences say nothing. */
  private static final double VAGUE = 1e-4;

  /** How much further off than uncertain a derivative may be. */
  private static final double MARGIN = 10;

  /**
   * Judges an error.
   *
   * @param error of the derivative, as a part of its scale
   * @param uncertainty of the differences, as a part of the same scale
   * @param floor what is allowed however certain they are
   */
  public static Agreement of(double error, double uncertainty, double floor) {
    if (!(uncertainty <= VAGUE)) {
      return INCOMPARABLE;
    }
    return error <= limit(uncertainty, floor) ? AGREES : DIFFERS;
  }

  /** Returns the largest error that agrees. */
  public static double limit(double uncertainty, double floor) {
    return Math.max(floor, MARGIN * uncertainty);
  }
}
