package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * Training runs of every arm at every width.
 *
 * @param all in any order
 */
public record Transfer(List<TransferRun> all) implements ListFinding<TransferRun> {

  /** Copies the list. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Transfer {
    all = List.copyOf(all);
  }
}
