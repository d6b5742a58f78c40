package org.retrograde.models.network;

import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The rows as they stand, from the first on again after the last whole batch.
 *
 * @param rows number of rows
 * @param steps number of batches, at least 1
 * @param size rows a batch, in [1, rows]
 */
record OrderedBatches(int rows, int steps, int size) implements BatchPlan {

  /** Checks the ranges. */
  OrderedBatches {
    if (size < 1 || size > rows) {
      throw new IllegalArgumentException(
          "a batch must have between 1 and %d rows, got %d".formatted(rows, size));
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    }
  }

  @Override
  public int[] at(int step) {
    Objects.checkIndex(step, steps);
    int from = slice(step) * size;
    return IntStream.range(from, from + size).toArray();
  }

  /** Returns which of the slices of {@link #size} rows a step sees. */
  int slice(int step) {
    return step % (rows / size);
  }
}
