package org.retrograde.reports.record;

import java.util.List;

/**
 * Init scales and multipliers that tuning changed.
 *
 * @param all one a group
 */
public record InitScales(List<GroupValue> all) implements ListFinding<GroupValue> {

  /** Copies the list. */
  public InitScales {
    all = List.copyOf(all);
  }
}
