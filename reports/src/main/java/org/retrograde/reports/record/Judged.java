package org.retrograde.reports.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * Runs on unseen seeds with the settings before and after tuning.
 *
 * @param all one a seed and settings
 */
public record Judged(List<JudgedRun> all) implements ListFinding<JudgedRun> {

  /** Copies the list. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Judged {
    all = List.copyOf(all);
  }
}
