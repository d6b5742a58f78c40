package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * Penalties that tuning changed.
 *
 * @param all one a group
 */
public record Penalties(List<GroupValue> all) implements ListFinding<GroupValue> {

  /** Copies the list. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Penalties {
    all = List.copyOf(all);
  }
}
