package org.retrograde.reports.html.section;

import java.util.List;
import java.util.Optional;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Part;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.CheckFigure;
import org.retrograde.reports.record.Checks;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.RunRecord;

/** What the run checked about itself. */
final class ChecksSection implements Section {

  @Override
  public Part part() {
    return Part.COST;
  }

  @Override
  public List<Class<? extends Finding>> findings() {
    return List.of(Checks.class);
  }

  @Override
  public Optional<Content> content(RunRecord record) {
    List<CheckFigure> checks = record.results().all(Checks.class);
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
    return Optional.of(new Content("checks", "Checks", heading(checks), List.of(table)));
  }

  @Override
  public List<KeyFigure> keyFigures(RunRecord record) {
    List<CheckFigure> checks = record.results().all(Checks.class);
    List<String> failed =
        checks.stream().filter(check -> !check.passed()).map(CheckFigure::name).toList();
    return checks.isEmpty()
        ? List.of()
        : List.of(
            new KeyFigure(
                "Checks",
                (checks.size() - failed.size()) + " of " + checks.size(),
                failed.isEmpty() ? "all passed" : "failed: " + String.join(", ", failed),
                Tone.of(failed.isEmpty())));
  }

  private static String heading(List<CheckFigure> checks) {
    long failed = checks.stream().filter(check -> !check.passed()).count();
    return failed == 0
        ? "The run passed all of its checks"
        : failed + " of " + checks.size() + " checks failed";
  }
}
