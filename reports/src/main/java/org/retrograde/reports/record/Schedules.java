package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * Hyperparameters over the steps of training.
 *
 * @param all one curve a hyperparameter and group
 */
public record Schedules(List<ScheduleCurve> all) implements ListFinding<ScheduleCurve> {

  /** Copies the list. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Schedules {
    all = List.copyOf(all);
  }
}
