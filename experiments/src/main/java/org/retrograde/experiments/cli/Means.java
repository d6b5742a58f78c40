package org.retrograde.experiments.cli;

import java.util.Map;
import org.retrograde.reports.statistics.Digits;
import org.retrograde.reports.statistics.Spread;

/** Figures over several runs, for programs and for a terminal. */
final class Means {

  private Means() {}

  /**
   * Puts the mean of the runs that did not diverge under a name, infinite if all did, and the
   * deviation beside it if there is one.
   */
  static void put(Map<String, Object> figures, String name, Spread spread) {
    boolean allDiverged = spread.count() == 0 && spread.diverged() > 0;
    figures.put(name, allDiverged ? Double.POSITIVE_INFINITY : spread.mean());
    if (Double.isFinite(spread.deviation())) {
      figures.put(name + "Deviation", spread.deviation());
    }
  }

  /** Returns the mean with the deviation, where there are two runs to have one. */
  static String words(Spread spread) {
    if (spread.count() == 0) {
      return spread.words();
    }
    String mean = Digits.of(spread.mean());
    return spread.count() < 2 ? mean : mean + " +- " + Digits.of(spread.deviation());
  }
}
