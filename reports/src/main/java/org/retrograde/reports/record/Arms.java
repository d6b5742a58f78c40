package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * What the arms are.
 *
 * @param all in the order to show them
 */
public record Arms(List<ArmDescription> all) implements ListFinding<ArmDescription> {

  /** Copies the list. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Arms {
    all = List.copyOf(all);
  }
}
