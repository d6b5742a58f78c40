package org.retrograde.reports.record;

import java.util.List;

/**
 * Figures that the optimizer kept about training.
 *
 * @param all in the order to show them
 */
public record OptimizerNotes(List<OptimizerNote> all) implements ListFinding<OptimizerNote> {

  /** Copies the list. */
  public OptimizerNotes {
    all = List.copyOf(all);
  }
}
