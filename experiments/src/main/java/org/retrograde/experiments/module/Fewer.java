package org.retrograde.experiments.module;

import java.util.Locale;

/**
 * How many times fewer steps something takes to a loss than what it is held against.
 *
 * @param times the factor; 0 if it never comes there, NaN if nothing can be told
 * @param isBound whether its shortest training was enough, so that the factor may be larger
 */
record Fewer(double times, boolean isBound) {

  /** Of which nothing can be told. */
  static final Fewer UNKNOWN = new Fewer(Double.NaN, false);

  /** Returns it for people. */
  String words() {
    if (Double.isNaN(times)) {
      return "–";
    }
    return times == 0
        ? "not reached"
        : String.format(Locale.ROOT, isBound ? "≥ %.2f" : "%.2f", times);
  }
}
