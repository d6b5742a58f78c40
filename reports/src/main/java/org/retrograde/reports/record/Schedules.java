package org.retrograde.reports.record;

import java.util.List;

/**
 * Hyperparameters over the steps of training.
 *
 * @param all one curve a hyperparameter and group
 */
public record Schedules(List<ScheduleCurve> all) implements ListFinding<ScheduleCurve> {

  /** Copies the list. */
  public Schedules {
    all = List.copyOf(all);
  }
}
