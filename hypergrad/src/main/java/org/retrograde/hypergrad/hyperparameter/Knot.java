package org.retrograde.hypergrad.hyperparameter;

/**
 * A time between two of K equally spaced knots.
 *
 * @param left number of the knot before it, in [0, K)
 * @param fraction how far it is toward the next one, in [0, 1)
 */
public record Knot(int left, double fraction) {

  /** Times this near to a knot, in knots, are on it: so that K = T leaves every step free. */
  private static final double ON_THE_KNOT = 1e-9;

  /**
   * Finds the place of a time.
   *
   * @param time in [0, 1]
   * @param knots K, at least 1
   */
  public static Knot at(double time, int knots) {
    double position = time * (knots - 1);
    double nearest = Math.rint(position);
    if (Math.abs(position - nearest) < ON_THE_KNOT) {
      return new Knot((int) nearest, 0);
    }
    int left = (int) position;
    return new Knot(left, position - left);
  }

  /** Returns the number of the knot after it, or {@code left} at the last one. */
  public int right(int knots) {
    return Math.min(left + 1, knots - 1);
  }
}
