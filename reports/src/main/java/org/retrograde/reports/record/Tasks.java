package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * How each task did in each arm.
 *
 * @param all one result a task and arm
 */
public record Tasks(List<TaskResult> all) implements ListFinding<TaskResult> {

  /** Copies the list. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Tasks {
    all = List.copyOf(all);
  }
}
