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
          allowed(figure.least(), figure.most()),
          figure.explanation());
    }
  }

  /** Returns a range, either end of which may be infinite. */
  static String allowed(double least, double most) {
    if (Double.isInfinite(least)) {
      return String.format(Locale.ROOT, "<= %.2f", most);
    }
    return Double.isInfinite(most)
        ? String.format(Locale.ROOT, ">= %.2f", least)
        : String.format(Locale.ROOT, "%.2f .. %.2f", least, most);
  }
}
