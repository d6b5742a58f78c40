package org.retrograde.reports.record;

import java.util.List;

/**
 * Remarks for the reader.
 *
 * @param all in the order to show them
 */
public record Notes(List<String> all) implements ListFinding<String> {

  /** Copies the list. */
  public Notes {
    all = List.copyOf(all);
  }
}
