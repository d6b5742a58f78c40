package org.retrograde.reports.record;

import java.util.List;
import org.retrograde.reports.statistics.Spread;

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

  /** Returns how many runs with some settings diverged, of how many; empty if none did. */
  public String lostWords(String settings) {
    return Spread.of(
            all.stream()
                .filter(run -> run.settings().equals(settings))
                .map(run -> run.validation().loss())
                .toList())
        .lostWords();
  }
}
