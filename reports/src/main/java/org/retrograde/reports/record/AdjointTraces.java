package org.retrograde.reports.record;

import java.util.List;

/**
 * |d_x| along the way back.
 *
 * @param all one trace a run
 */
public record AdjointTraces(List<AdjointTrace> all) implements ListFinding<AdjointTrace> {

  /** Copies the list. */
  public AdjointTraces {
    all = List.copyOf(all);
  }
}
