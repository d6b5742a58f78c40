package org.retrograde.models.network;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.trial.Seeds;

/**
 * Every row once an epoch, in an order that follows from the seed and the epoch alone: the way back
 * draws it again instead of keeping it. The order of the epoch that was asked for last is kept, so
 * that a run draws each once in either direction.
 */
final class EpochBatches implements BatchPlan {

  private final long seed;
  private final int rows;
  private final int steps;
  private final int size;

  /** Immutable, and a function of its epoch: threads may replace it at will. */
  private volatile Order last;

  EpochBatches(long seed, int rows, int steps, int size) {
    if (size < 1 || size > rows) {
      throw new IllegalArgumentException(
          "a batch must have between 1 and %d rows, got %d".formatted(rows, size));
    }
    this.seed = seed;
    this.rows = rows;
    this.steps = steps;
    this.size = size;
    this.last = draw(seed, rows, 0);
  }

  @Override
  public int[] at(int step) {
    Objects.checkIndex(step, steps);
    int perEpoch = rows / size;
    int from = step % perEpoch * size;
    return Arrays.copyOfRange(order(step / perEpoch).rows(), from, from + size);
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public int size() {
    return size;
  }

  private Order order(int epoch) {
    Order order = last;
    if (order.epoch() != epoch) {
      order = draw(seed, rows, epoch);
      last = order;
    }
    return order;
  }

  /** Shuffles as Fisher and Yates do. */
  private static Order draw(long seed, int rows, int epoch) {
    RandomGenerator random = new Well19937c(Seeds.of(seed, "batches", epoch));
    int[] order = IntStream.range(0, rows).toArray();
    for (int i = rows - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return new Order(epoch, order);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Order(int epoch, int[] rows) {}
}
