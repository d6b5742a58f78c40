package org.retrograde.reports.html;

import java.util.List;
import java.util.Locale;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.CriterionFigure;
import org.retrograde.reports.record.UncertainFigure;
import org.retrograde.reports.record.UncertainFigure.Outcome;

/** Figures with their limits. */
final class CriteriaTable {

  private CriteriaTable() {}

  static Table of(String caption, List<CriterionFigure> figures) {
    return UncertainTable.of(caption, figures.stream().map(CriteriaTable::certain).toList());
  }

  private static UncertainFigure certain(CriterionFigure figure) {
    return new UncertainFigure(
        figure.criterion(),
        figure.subject(),
        figure.value(),
        0,
        figure.least(),
        figure.most(),
        figure.passed() ? Outcome.WITHIN : Outcome.OUTSIDE,
        figure.explanation());
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
