package org.retrograde.models.network;

import java.util.List;

/** The plans that come with the program. */
public final class BatchPlans {

  private BatchPlans() {}

  /**
   * Goes through the rows in a fresh random order every epoch; rows left over at an epoch's end,
   * too few for a batch, are passed over. Keeps the order of one epoch.
   *
   * @param steps number of batches
   * @param size rows a batch, in [1, rows]
   */
  public static BatchPlan epochs(long seed, int rows, int steps, int size) {
    return new EpochBatches(seed, rows, steps, size);
  }

  /**
   * Draws every row of every batch independently. Keeps nothing.
   *
   * @param steps number of batches
   * @param size rows a batch, at least 1
   */
  public static BatchPlan withReplacement(long seed, int rows, int steps, int size) {
    return new DrawnBatches(seed, rows, steps, size);
  }

  /**
   * Goes through the rows as they stand, again and again; rows left over at the end, too few for a
   * batch, are passed over. An objective copies them once and not at every step.
   *
   * @param steps number of batches, at least 1
   * @param size rows a batch, in [1, rows]
   */
  public static BatchPlan inOrder(int rows, int steps, int size) {
    return new OrderedBatches(rows, steps, size);
  }

  /**
   * Draws windows of rows that stand in an order, such as tokens of a text. Keeps nothing.
   *
   * @param steps number of batches
   * @param windows of a batch, at least 1
   * @param length rows of a window, in [1, rows]
   */
  public static BatchPlan windows(long seed, int rows, int steps, int windows, int length) {
    return new WindowBatches(seed, rows, steps, windows, length);
  }

  /**
   * Takes the rows that somebody else chose.
   *
   * @param batches rows of each step, all of the same number; at least one step
   */
  public static BatchPlan of(List<int[]> batches) {
    return new ListedBatches(batches);
  }
}
