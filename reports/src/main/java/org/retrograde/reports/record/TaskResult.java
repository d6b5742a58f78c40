package org.retrograde.reports.record;

import java.util.List;

/**
 * How one task did in one arm.
 *
 * @param arm how weights were shared
 * @param task which task
 * @param losses on its test rows, by seed
 * @param errors fraction of its test rows that were classified wrongly, by seed
 */
public record TaskResult(String arm, String task, List<Double> losses, List<Double> errors) {

  /** Copies the lists. */
  public TaskResult {
    losses = List.copyOf(losses);
    errors = List.copyOf(errors);
  }
}
