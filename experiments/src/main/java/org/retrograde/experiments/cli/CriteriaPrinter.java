package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.retrograde.reports.record.CriterionFigure;

/** Prints figures with their limits, one a line. */
final class CriteriaPrinter {

  private CriteriaPrinter() {}

  static void print(List<CriterionFigure> figures, PrintWriter out) {
    for (CriterionFigure figure : figures) {
      out.printf(
          Locale.ROOT,
          "%-4s %-42s %8.3f  %-7s %-14s %s%n",
          figure.criterion(),
          figure.subject(),
          figure.value(),
          figure.passed() ? "within" : "OUTSIDE",
          allowed(figure),
          figure.explanation());
    }
  }

  private static String allowed(CriterionFigure figure) {
    if (Double.isInfinite(figure.least())) {
      return String.format(Locale.ROOT, "<= %.2f", figure.most());
    }
    return Double.isInfinite(figure.most())
        ? String.format(Locale.ROOT, ">= %.2f", figure.least())
        : String.format(Locale.ROOT, "%.2f .. %.2f", figure.least(), figure.most());
  }
}
