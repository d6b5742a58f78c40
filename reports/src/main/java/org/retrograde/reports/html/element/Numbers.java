package org.retrograde.reports.html.element;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.retrograde.reports.statistics.Spread;

/** Numbers as people read them, the same in every locale. */
public final class Numbers {

  private static final String[] BYTE_UNITS = {"bytes", "kB", "MB", "GB", "TB"};

  private static final double MOST_COUNTED = 1e9;
  private static final double LEAST_PLAIN = 1e-3;
  private static final double MOST_PLAIN = 1e6;

  /** Learning rates of 0.0003 and 0.001 stand in one column. */
  private static final double LEAST_PLAIN_SETTING = 1e-5;

  private Numbers() {}

  /** A measured figure: three significant digits, in powers of ten where plain digits are long. */
  public static String figure(double value) {
    return rounded(value, 3);
  }

  /**
   * A figure that somebody chose, such as a learning rate: at most three digits, no zeros after.
   */
  public static String setting(double value) {
    double size = Math.abs(value);
    if (size < LEAST_PLAIN_SETTING || size >= MOST_PLAIN) {
      return figure(value);
    }
    return withMinus(round(value, 3).stripTrailingZeros().toPlainString());
  }

  /** A count in full, anything else as a measured figure. */
  public static String countOrFigure(double value) {
    return value == Math.rint(value) && Math.abs(value) < MOST_COUNTED
        ? withMinus(String.format(Locale.ROOT, "%,d", (long) value))
        : figure(value);
  }

  /** A measured figure with its sign. */
  public static String signed(double value) {
    return (value > 0 ? "+" : "") + figure(value);
  }

  /** Bytes in MB of 10<sup>6</sup>, without the unit. */
  public static String megabytes(long bytes) {
    return figure(bytes / 1e6);
  }

  /** A signed percentage with one decimal. */
  public static String percent(double percent) {
    return Double.isFinite(percent)
        ? withMinus(String.format(Locale.ROOT, "%+.1f\u00a0%%", percent))
        : "not known";
  }

  /** A percentage without a sign. */
  public static String share(double percent) {
    return String.format(Locale.ROOT, "%.1f\u00a0%%", percent);
  }

  /** Mean and standard deviation, the latter only where there is one. */
  public static String spread(Spread spread) {
    if (spread.count() == 0) {
      return "–";
    }
    String mean = figure(spread.mean());
    return spread.count() < 2 ? mean : mean + " ± " + rounded(spread.deviation(), 2);
  }

  /** A change in percent with half the width of its 95 % interval, where it has one. */
  public static String percentInterval(Spread change) {
    String mean = percent(change.mean());
    return change.count() < 2
        ? mean
        : mean.replace("\u00a0%", "")
            + String.format(Locale.ROOT, "\u00a0±\u00a0%.1f\u00a0%%", change.halfWidth());
  }

  /** How many times, rounded: 826, 8.3. */
  public static String times(double factor) {
    return factor >= 10 ? String.format(Locale.ROOT, "%,.0f", factor) : rounded(factor, 2);
  }

  /** Bytes in the unit that makes them short, of powers of 1000. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < BYTE_UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return (unit == 0 ? Long.toString(bytes) : figure(value)) + " " + BYTE_UNITS[unit];
  }

  /** Seconds, from a minute on in minutes or hours. */
  public static String duration(double seconds) {
    if (seconds < 60) {
      return figure(seconds) + " s";
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }

  /** A range, either end of which may be infinite. */
  public static String range(double least, double most) {
    if (Double.isInfinite(least)) {
      return Double.isInfinite(most) ? "any" : "≤ " + setting(most);
    }
    return Double.isInfinite(most)
        ? "≥ " + setting(least)
        : "%s to %s".formatted(setting(least), setting(most));
  }

  /** Whether a logarithmic axis has a place for {@code value}. */
  public static boolean hasLog(double value) {
    return value >= Double.MIN_NORMAL && value < Double.POSITIVE_INFINITY;
  }

  private static String rounded(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
    }
    if (value == 0) {
      return "0";
    }
    if (!isPlain(value)) {
      return withMinus(String.format(Locale.ROOT, "%." + (digits - 1) + "e", value));
    }
    BigDecimal rounded = round(value, digits);
    int scale = rounded.scale() + digits - rounded.precision();
    return withMinus(rounded.setScale(Math.max(0, scale)).toPlainString());
  }

  private static boolean isPlain(double value) {
    double size = Math.abs(value);
    return size >= LEAST_PLAIN && size < MOST_PLAIN;
  }

  private static BigDecimal round(double value, int digits) {
    return new BigDecimal(value).round(new MathContext(digits));
  }

  private static String withMinus(String text) {
    return text.replace('-', '−');
  }
}
