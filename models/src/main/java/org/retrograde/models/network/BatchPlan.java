package org.retrograde.models.network;

/**
 * Which training rows each step sees. A function of a seed and the step alone: steps may be asked
 * for in any order, again and again, by any thread, and a drawn plan takes the same memory for a
 * run of any length.
 */
public interface BatchPlan {

  /**
   * Returns the rows of a step; a new array.
   *
   * @param step in [0, {@link #steps})
   */
  int[] at(int step);

  /** Returns the number of steps. */
  int steps();

  /** Returns the number of rows of every step. */
  int size();
}
