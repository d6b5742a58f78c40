package org.retrograde.reports.html;

import java.util.List;
import java.util.Optional;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reports.record.RunRecord;

/** What the run checked about itself. */
final class ChecksSection {

  private ChecksSection() {}

  static Optional<Section> of(RunRecord record) {
    List<CheckFigure> checks = record.results().checks();
    if (checks.isEmpty()) {
      return Optional.empty();
    }
    List<List<Cell>> rows =
        checks.stream()
            .map(
                check ->
                    List.of(
                        Cell.text(check.name()),
                        Cell.number(check.value()),
                        Cell.number(check.limit()),
                        Cell.text(check.passed() ? "✓\u00a0passed" : "✗\u00a0failed")
                            .toned(Tone.of(check.passed())),
                        Cell.text(check.explanation())))
            .toList();
    Block table =
        new Table(
            "Checks of this run",
            List.of("check", "value", "limit", "outcome", "what it means"),
            rows);
    return Optional.of(new Section("checks", "Checks", heading(checks), List.of(table)));
  }

  private static String heading(List<CheckFigure> checks) {
    long failed = checks.stream().filter(check -> !check.passed()).count();
    return failed == 0
        ? "The run passed all of its checks"
        : failed + " of " + checks.size() + " checks failed";
  }
}
