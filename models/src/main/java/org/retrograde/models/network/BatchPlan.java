package org.retrograde.models.network;

import java.util.List;

/**
 * Which training rows each step sees. A function of a seed and the step alone: steps may be asked
 * for in any order, again and again, by any thread, and a drawn plan takes the same memory for a
 * run of any length.
 */
public sealed interface BatchPlan
    permits EpochBatches, DrawnBatches, ListedBatches, OrderedBatches {

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

  /**
   * Goes through the rows in a fresh random order every epoch; rows left over at an epoch's end,
   * too few for a batch, are passed over. Keeps the order of one epoch.
   *
   * @param steps number of batches
   * @param size rows a batch, in [1, rows]
   */
  static BatchPlan epochs(long seed, int rows, int steps, int size) {
    return new EpochBatches(seed, rows, steps, size);
  }

  /**
   * Draws every row of every batch independently. Keeps nothing.
   *
   * @param steps number of batches
   * @param size rows a batch, at least 1
   */
  static BatchPlan withReplacement(long seed, int rows, int steps, int size) {
    return new DrawnBatches(seed, rows, steps, size);
  }

  /**
   * Goes through the rows as they stand, again and again; rows left over at the end, too few for a
   * batch, are passed over. An objective copies them once and not at every step.
   *
   * @param steps number of batches, at least 1
   * @param size rows a batch, in [1, rows]
   */
  static BatchPlan inOrder(int rows, int steps, int size) {
    return new OrderedBatches(rows, steps, size);
  }

  /**
   * Takes the rows that somebody else chose.
   *
   * @param batches rows of each step, all of the same number; at least one step
   */
  static BatchPlan of(List<int[]> batches) {
    return new ListedBatches(batches);
  }
}
