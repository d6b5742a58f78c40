package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * Figures that the optimizer kept about training.
 *
 * @param all in the order to show them
 */
public record OptimizerNotes(List<OptimizerNote> all) implements ListFinding<OptimizerNote> {

  /** Copies the list. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OptimizerNotes {
    all = List.copyOf(all);
  }
}
