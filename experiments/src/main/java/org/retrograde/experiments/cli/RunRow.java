package org.retrograde.experiments.cli;

import java.util.List;
import org.retrograde.experiments.records.RunEntry;
import org.retrograde.reports.html.element.Numbers;

/** A run as a row of a table on the terminal. */
final class RunRow {

  static final List<String> HEADER =
      List.of("run", "status", "before -> after", "of", "width", "time", "started", "tags");

  private RunRow() {}

  /** Returns the row of a run that is called so. */
  static List<String> of(String name, RunEntry entry) {
    RunEntry.Figure figure = entry.figure();
    return List.of(
        name,
        entry.state().word(),
        figure == null ? "-" : figure.words(),
        figure == null ? "-" : figure.name(),
        entry.width() == null ? "-" : String.valueOf(entry.width()),
        entry.seconds() == null ? "-" : Numbers.duration(entry.seconds()),
        entry.started() == null ? "-" : minute(entry.started()),
        String.join(" ", entry.tags()));
  }

  /** Date and minute of an instant. */
  private static String minute(String instant) {
    return instant.replaceFirst("^(\\d+-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d).*", "$1 $2");
  }
}
