package org.retrograde.reports.record;

import java.util.List;

/**
 * What descent and searches without derivatives found, by what they spent.
 *
 * @param all one curve a method
 */
public record Searches(List<SearchCurve> all) implements ListFinding<SearchCurve> {

  /** Copies the list. */
  public Searches {
    all = List.copyOf(all);
  }
}
