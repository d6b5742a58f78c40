package org.retrograde.reports.record;

import java.util.List;

/**
 * Figures that others published, beside this run's.
 *
 * @param all in the order to show them
 */
public record Published(List<PublishedFigure> all) implements ListFinding<PublishedFigure> {

  /** Copies the list. */
  public Published {
    all = List.copyOf(all);
  }
}
