package org.retrograde.reports.html;

import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Numbers;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.UncertainFigure;
import org.retrograde.reports.record.UncertainFigure.Outcome;

/** Figures with their margins and limits. */
final class UncertainTable {

  private UncertainTable() {}

  static Table of(String caption, List<UncertainFigure> figures) {
    return new Table(
        caption,
        List.of("criterion", "figure", "value", "allowed", "outcome", "what it means"),
        figures.stream().map(UncertainTable::row).toList());
  }

  private static List<Cell> row(UncertainFigure figure) {
    String value = Numbers.figure(figure.value());
    return List.of(
        Cell.text(figure.criterion()),
        Cell.text(figure.subject()),
        Cell.number(figure.margin() > 0 ? value + " ± " + Numbers.figure(figure.margin()) : value),
        Cell.number(Numbers.range(figure.least(), figure.most())),
        outcome(figure.outcome()),
        Cell.text(figure.explanation()));
  }

  private static Cell outcome(Outcome outcome) {
    return switch (outcome) {
      case WITHIN -> Cell.text("✓\u00a0passed").toned(Tone.GOOD);
      case UNCLEAR -> Cell.text("?\u00a0unclear").toned(Tone.BAD);
      case OUTSIDE -> Cell.text("✗\u00a0failed").toned(Tone.BAD);
    };
  }

  /** How many figures passed, for the top of the page. */
  static KeyFigure keyFigure(String label, List<UncertainFigure> figures) {
    List<String> others =
        figures.stream()
            .filter(figure -> figure.outcome() != Outcome.WITHIN)
            .map(figure -> word(figure) + ": " + figure.criterion() + " " + figure.subject())
            .toList();
    return new KeyFigure(
        label,
        String.format(Locale.ROOT, "%d of %d", figures.size() - others.size(), figures.size()),
        others.isEmpty() ? "all passed" : String.join("; ", others),
        Tone.of(others.isEmpty()));
  }

  private static String word(UncertainFigure figure) {
    return figure.outcome() == Outcome.OUTSIDE ? "failed" : "unclear";
  }
}
