package org.retrograde.reports.html.section;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.retrograde.reports.record.JudgedRun;

/** The order in which settings are shown where one alone is seen at a time. */
final class TunedFirst {

  private TunedFirst() {}

  /** Returns the same, what was tuned first. */
  static <T> List<T> sorted(List<T> all, Function<T, String> settings) {
    return all.stream()
        .sorted(Comparator.comparing(one -> !settings.apply(one).equals(JudgedRun.TUNED)))
        .toList();
  }
}
