package org.retrograde.reports.record;

import java.util.List;

/**
 * How tasks mix latent weights: task i has entry (i, j) times those of j.
 *
 * @param name of the matrix, such as a layer
 * @param tasks names of rows and columns
 * @param start entries before tuning, row by row
 * @param learned entries after it, row by row
 */
public record MixingMatrix(
    String name, List<String> tasks, List<Double> start, List<Double> learned) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the entries are not as many as tasks times tasks
   */
  public MixingMatrix {
    tasks = List.copyOf(tasks);
    start = List.copyOf(start);
    learned = List.copyOf(learned);
    int size = tasks.size() * tasks.size();
    if (start.size() != size || learned.size() != size) {
      throw new IllegalArgumentException(
          "a matrix of %d tasks needs %d entries, got %d and %d"
              .formatted(tasks.size(), size, start.size(), learned.size()));
    }
  }
}
