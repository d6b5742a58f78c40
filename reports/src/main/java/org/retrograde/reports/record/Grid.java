package org.retrograde.reports.record;

import java.util.List;

/**
 * Grid searches of the baselines.
 *
 * @param all points of all arms
 */
public record Grid(List<GridPoint> all) implements ListFinding<GridPoint> {

  /** Copies the list. */
  public Grid {
    all = List.copyOf(all);
  }
}
