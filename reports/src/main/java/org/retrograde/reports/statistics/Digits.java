package org.retrograde.reports.statistics;

import java.util.Locale;

/**
 * Figures for a line of text: plain digits, or a power of ten where those would hide the figure.
 */
public final class Digits {

  private static final double LEAST_PLAIN = 0.01;
  private static final double MOST_PLAIN = 1e6;

  private Digits() {}

  /** Returns at least three significant digits, four of them decimals where that is as many. */
  public static String of(double value) {
    double size = Math.abs(value);
    boolean plain = value == 0 || (size >= LEAST_PLAIN && size < MOST_PLAIN);
    return String.format(Locale.ROOT, plain ? "%.4f" : "%.3e", value);
  }
}
