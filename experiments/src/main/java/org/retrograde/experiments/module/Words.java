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

  /**
   * Returns how many times fewer, a dash where the start of all diverged.
   *
   * @param most what is no more than a bound
   */
  static String times(double factor, double most) {
    if (factor == 0) {
      return "not reached";
    }
    if (Double.isNaN(factor)) {
      return "–";
    }
    return String.format(Locale.ROOT, factor >= most ? "≥ %.2f" : "%.2f", factor);
  }

  /** Returns how many times fewer steps a point takes at a width. */
  static String times(Judged judged, Point point) {
    return times(judged.timesFewer(point), judged.needed().most());
  }
}
