package org.retrograde.models.network;

import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.trial.Seeds;

/**
 * Every row of every batch drawn independently.
 *
 * @param seed of all batches
 * @param rows to draw from
 * @param steps number of batches
 * @param size rows a batch, at least 1
 */
record DrawnBatches(long seed, int rows, int steps, int size) implements BatchPlan {

  DrawnBatches {
    if (size < 1) {
      throw new IllegalArgumentException("a batch must have at least 1 row, got " + size);
    }
  }

  @Override
  public int[] at(int step) {
    Objects.checkIndex(step, steps);
    RandomGenerator random = new Well19937c(Seeds.of(seed, "batches", step));
    return IntStream.range(0, size).map(i -> random.nextInt(rows)).toArray();
  }
}
