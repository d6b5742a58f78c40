package org.retrograde.models.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Which training rows each step sees.
 *
 * @param batches row numbers of each step, from 0
 */
public record BatchPlan(List<int[]> batches) {

  /** Copies the list. */
  public BatchPlan {
    batches = List.copyOf(batches);
  }

  /**
   * Goes through the rows in a fresh random order every epoch; rows left over at an epoch's end,
   * too few for a batch, are passed over.
   *
   * @param steps number of batches
   * @param size rows a batch, in [1, rows]
   */
  public static BatchPlan epochs(RandomGenerator random, int rows, int steps, int size) {
    requireSize(rows, size);
    int[] order = IntStream.range(0, rows).toArray();
    int perEpoch = rows / size;
    return new BatchPlan(
        IntStream.range(0, steps)
            .mapToObj(
                step -> {
                  if (step % perEpoch == 0) {
                    shuffle(random, order);
                  }
                  int from = step % perEpoch * size;
                  return Arrays.copyOfRange(order, from, from + size);
                })
            .toList());
  }

  /**
   * Draws every row of every batch independently.
   *
   * @param steps number of batches
   * @param size rows a batch, at least 1
   */
  public static BatchPlan withReplacement(RandomGenerator random, int rows, int steps, int size) {
    requireSize(Integer.MAX_VALUE, size);
    return new BatchPlan(
        IntStream.range(0, steps)
            .mapToObj(step -> IntStream.range(0, size).map(i -> random.nextInt(rows)).toArray())
            .toList());
  }

  private static void requireSize(int rows, int size) {
    if (size < 1 || size > rows) {
      throw new IllegalArgumentException(
          "a batch must have between 1 and %d rows, got %d".formatted(rows, size));
    }
  }

  private static void shuffle(RandomGenerator random, int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }

  /** Returns the rows of a step. */
  public int[] at(int step) {
    return batches.get(step);
  }
}
