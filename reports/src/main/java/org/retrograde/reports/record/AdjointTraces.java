package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * |d_x| along the way back.
 *
 * @param all one trace a run
 */
public record AdjointTraces(List<AdjointTrace> all) implements ListFinding<AdjointTrace> {

  /** Copies the list. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AdjointTraces {
    all = List.copyOf(all);
  }
}
