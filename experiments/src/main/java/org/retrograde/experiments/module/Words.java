package org.retrograde.experiments.module;

import java.util.Locale;
import org.retrograde.reports.statistics.Spread;

/** Numbers of the study for people. */
final class Words {

  private Words() {}

  /** Returns three digits, or a dash for what is no number. */
  static String of(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "–";
  }

  /** Returns a mean with its 95 % interval. */
  static String of(Spread spread) {
    String lost = spread.lostWords();
    String mean =
        spread.count() == 0
            ? "–"
            : String.format(Locale.ROOT, "%.4f ± %.4f", spread.mean(), spread.halfWidth());
    return lost.isEmpty() ? mean : mean + " (" + lost + ")";
  }
}
