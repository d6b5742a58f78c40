package org.retrograde.reports.record;

import java.util.List;

/**
 * Figures that a check measured, each with its limit.
 *
 * @param all in the order to show them
 */
public record Checks(List<CheckFigure> all) implements ListFinding<CheckFigure> {

  /** Copies the list. */
  public Checks {
    all = List.copyOf(all);
  }
}
