package org.retrograde.models.network;

import java.util.Objects;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.trial.Seeds;

/**
 * Windows of rows that stand in an order, such as tokens of a text, each beginning anywhere.
 *
 * @param seed of all batches
 * @param rows to draw from, at least as many as a window has
 * @param steps number of batches
 * @param windows of a batch, at least 1
 * @param length rows of a window, at least 1
 */
record WindowBatches(long seed, int rows, int steps, int windows, int length) implements BatchPlan {

  WindowBatches {
    if (windows < 1 || length < 1 || length > rows) {
      throw new IllegalArgumentException(
          "a batch must have at least 1 window, of 1 to %d rows, got %d of %d"
              .formatted(rows, windows, length));
    }
  }

  @Override
  public int size() {
    return Math.multiplyExact(windows, length);
  }

  @Override
  public int[] at(int step) {
    Objects.checkIndex(step, steps);
    RandomGenerator random = new Well19937c(Seeds.of(seed, "batches", step));
    int[] numbers = new int[size()];
    for (int window = 0; window < windows; window++) {
      int from = random.nextInt(rows - length + 1);
      for (int i = 0; i < length; i++) {
        numbers[window * length + i] = from + i;
      }
    }
    return numbers;
  }
}
