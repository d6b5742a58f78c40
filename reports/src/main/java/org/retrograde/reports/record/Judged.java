package org.retrograde.reports.record;

import java.util.List;

/**
 * Runs on unseen seeds with the settings before and after tuning.
 *
 * @param all one a seed and settings
 */
public record Judged(List<JudgedRun> all) implements ListFinding<JudgedRun> {

  /** Copies the list. */
  public Judged {
    all = List.copyOf(all);
  }
}
