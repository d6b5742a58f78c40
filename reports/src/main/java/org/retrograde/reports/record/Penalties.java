package org.retrograde.reports.record;

import java.util.List;

/**
 * Penalties that tuning changed.
 *
 * @param all one a group
 */
public record Penalties(List<GroupValue> all) implements ListFinding<GroupValue> {

  /** Copies the list. */
  public Penalties {
    all = List.copyOf(all);
  }
}
