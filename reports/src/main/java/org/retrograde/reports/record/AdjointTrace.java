package org.retrograde.reports.record;

import java.util.List;

/**
 * |d_x| along the way back: the 2-norm of the derivative of the final loss with respect to all
 * weights, at the steps of one training run.
 *
 * @param name which run, such as {@code at the start} or {@code tuned}
 * @param steps training steps, in any order, each once
 * @param norms the norm at each of {@code steps}, in the same order; at least 0, NaN or infinite
 *     where the run diverged
 */
public record AdjointTrace(String name, List<Integer> steps, List<Double> norms) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the two lengths differ, or a norm is negative
   */
  public AdjointTrace {
    steps = List.copyOf(steps);
    norms = List.copyOf(norms);
    if (steps.size() != norms.size()) {
      throw new IllegalArgumentException(
          "steps and norms of %s must have the same length, got %d and %d"
              .formatted(name, steps.size(), norms.size()));
    }
    for (double norm : norms) {
      if (norm < 0) {
        throw new IllegalArgumentException(
            "norms of %s must be at least 0, got %s".formatted(name, norm));
      }
    }
  }
}
