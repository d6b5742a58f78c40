package org.retrograde.reports.record;

import java.util.List;

/**
 * What the arms are.
 *
 * @param all in the order to show them
 */
public record Arms(List<ArmDescription> all) implements ListFinding<ArmDescription> {

  /** Copies the list. */
  public Arms {
    all = List.copyOf(all);
  }
}
