package org.retrograde.models.network;

import java.util.List;

/**
 * Batches that somebody else chose, one array a step.
 *
 * @param batches rows of each step, all of the same number
 */
record ListedBatches(List<int[]> batches) implements BatchPlan {

  ListedBatches {
    batches = List.copyOf(batches);
    long sizes = batches.stream().mapToInt(batch -> batch.length).distinct().count();
    if (sizes != 1) {
      throw new IllegalArgumentException(
          "%d batches must all have the same number of rows, got %d different ones"
              .formatted(batches.size(), sizes));
    }
  }

  @Override
  public int[] at(int step) {
    return batches.get(step).clone();
  }

  @Override
  public int steps() {
    return batches.size();
  }

  @Override
  public int size() {
    return batches.get(0).length;
  }
}
