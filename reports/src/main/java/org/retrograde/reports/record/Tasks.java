package org.retrograde.reports.record;

import java.util.List;

/**
 * How each task did in each arm.
 *
 * @param all one result a task and arm
 */
public record Tasks(List<TaskResult> all) implements ListFinding<TaskResult> {

  /** Copies the list. */
  public Tasks {
    all = List.copyOf(all);
  }
}
