package org.retrograde.reports.html;

import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.CriterionFigure;

/** Figures with their limits. */
final class CriteriaTable {

  private CriteriaTable() {}

  static Table of(String caption, List<CriterionFigure> figures) {
    return new Table(
        caption,
        List.of("criterion", "figure", "value", "allowed", "outcome", "what it means"),
        figures.stream().map(CriteriaTable::row).toList());
  }

  private static List<Cell> row(CriterionFigure figure) {
    return List.of(
        Cell.text(figure.criterion()),
        Cell.text(figure.subject()),
        Cell.number(Numbers.figure(figure.value())),
        Cell.number(allowed(figure)),
        Cell.text(figure.passed() ? "✓\u00a0passed" : "✗\u00a0failed")
            .toned(Tone.of(figure.passed())),
        Cell.text(figure.explanation()));
  }

  /** The range of what is allowed, as people write it. */
  static String allowed(CriterionFigure figure) {
    return Numbers.range(figure.least(), figure.most());
  }

  /** How many figures passed, for the top of the page. */
  static KeyFigure keyFigure(String label, List<CriterionFigure> figures) {
    List<String> failed =
        figures.stream()
            .filter(figure -> !figure.passed())
            .map(figure -> figure.criterion() + " " + figure.subject())
            .toList();
    return new KeyFigure(
        label,
        String.format(Locale.ROOT, "%d of %d", figures.size() - failed.size(), figures.size()),
        failed.isEmpty() ? "all passed" : "failed: " + String.join("; ", failed),
        Tone.of(failed.isEmpty()));
  }
}
