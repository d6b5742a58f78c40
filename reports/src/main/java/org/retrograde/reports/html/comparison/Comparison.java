package org.retrograde.reports.html.comparison;

import java.util.List;
import org.retrograde.reports.record.Manifest;

/**
 * Runs to be shown beside each other.
 *
 * @param manifest of the comparison itself
 * @param runs at least two; the first is what others are set against
 * @param settings keys of the configs in which the runs differ
 */
public record Comparison(Manifest manifest, List<ComparedRun> runs, List<Setting> settings) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there are fewer than two runs
   */
  public Comparison {
    runs = List.copyOf(runs);
    settings = List.copyOf(settings);
    if (runs.size() < 2) {
      throw new IllegalArgumentException("two runs can be compared, got " + runs.size());
    }
  }

  /**
   * A key of the configs.
   *
   * @param key its path
   * @param values what it is in each run
   */
  public record Setting(String key, List<String> values) {

    /** Copies the list. */
    public Setting {
      values = List.copyOf(values);
    }
  }
}
