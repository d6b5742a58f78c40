package org.retrograde.reports.record;

import java.util.List;

/**
 * Training runs of every arm at every width.
 *
 * @param all in any order
 */
public record Transfer(List<TransferRun> all) implements ListFinding<TransferRun> {

  /** Copies the list. */
  public Transfer {
    all = List.copyOf(all);
  }
}
