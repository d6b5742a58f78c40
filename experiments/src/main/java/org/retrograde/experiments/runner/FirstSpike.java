package org.retrograde.experiments.runner;

import java.util.OptionalInt;

/**
 * Finds where a function of one argument leaves its smooth course and begins to go up and down: the
 * first point at which its derivative has changed its sign and does so again within a tenth of the
 * range. A single change is a minimum or a maximum, as smooth functions have them.
 *
 * <p>Unlike the comparison with central differences that finds where a landscape becomes chaotic,
 * it asks nothing of the grid: derivatives are exact at every point, so a spike that a fine grid
 * resolves is found as one that a coarse grid jumps over.
 */
final class FirstSpike {

  private static final double SHARE = 0.1;

  private FirstSpike() {}

  /**
   * Returns the index of the first point beyond the first of two close changes, if there are any.
   *
   * @param at ascending arguments
   * @param derivative of the function there; where it is 0 or not a number it has no sign
   */
  static OptionalInt find(double[] at, double[] derivative) {
    double near = SHARE * (at[at.length - 1] - at[0]);
    int last = -1;
    double sign = 0;
    for (int i = 0; i < at.length; i++) {
      double here = Math.signum(derivative[i]);
      if (here * sign < 0) {
        if (last >= 0 && at[i] - at[last] <= near) {
          return OptionalInt.of(last);
        }
        last = i;
      }
      if (Math.abs(here) == 1) {
        sign = here;
      }
    }
    return OptionalInt.empty();
  }
}
