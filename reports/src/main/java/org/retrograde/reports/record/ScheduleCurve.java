package org.retrograde.reports.record;

import java.util.List;

/**
 * One hyperparameter of one group over the steps of training, before and after tuning.
 *
 * @param hyperparameter for example {@code learning rate} or {@code momentum}
 * @param group a layer's weight or bias such as {@code W1} and {@code b1}, or {@code all}
 * @param start the value at each step before tuning, shape {@code [T]}
 * @param tuned the value at each step after tuning, shape {@code [T]}
 */
public record ScheduleCurve(
    String hyperparameter, String group, List<Double> start, List<Double> tuned) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the two lengths differ
   */
  public ScheduleCurve {
    start = List.copyOf(start);
    tuned = List.copyOf(tuned);
    if (start.size() != tuned.size()) {
      throw new IllegalArgumentException(
          "start and tuned of %s %s must have the same number of steps, got %d and %d"
              .formatted(hyperparameter, group, start.size(), tuned.size()));
    }
  }
}
