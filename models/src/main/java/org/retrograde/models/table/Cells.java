package org.retrograde.models.table;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a cell is: missing, a number or a text. */
final class Cells {

  private static final Set<String> MISSING =
      Set.of("", "na", "n/a", "#n/a", "<na>", "nan", "-nan", "null", "none", "?");

  private static final Pattern THOUSANDS =
      Pattern.compile("[+-]?[1-9]\\d{0,2}(,\\d{3})+(\\.\\d*)?");

  private static final int LONGEST_NUMBER = 400;
  private static final int LONGEST_SHOWN = 40;

  private final Set<String> missing = new HashSet<>(MISSING);
  private final DecimalSign decimal;

  Cells(List<String> missingWords, DecimalSign decimal) {
    missingWords.forEach(word -> missing.add(word.toLowerCase(Locale.ROOT)));
    this.decimal = decimal;
  }

  boolean isMissing(String cell) {
    return cell.isEmpty()
        || (cell.length() < LONGEST_SHOWN && missing.contains(cell.toLowerCase(Locale.ROOT)));
  }

  /** Returns whether a cell is a decimal number, finite or not in single precision. */
  boolean isNumber(String cell) {
    return isNumber(cell, decimal == DecimalSign.COMMA ? ',' : '.');
  }

  private static boolean isNumber(String cell, char sign) {
    int length = cell.length();
    if (length > LONGEST_NUMBER) {
      return false;
    }
    int i = signAt(cell, 0);
    int whole = digits(cell, i);
    i = whole;
    boolean any = whole > signAt(cell, 0);
    if (i < length && cell.charAt(i) == sign) {
      int fraction = digits(cell, i + 1);
      any |= fraction > i + 1;
      i = fraction;
    }
    if (any && i < length && (cell.charAt(i) == 'e' || cell.charAt(i) == 'E')) {
      int first = signAt(cell, i + 1);
      int exponent = digits(cell, first);
      return exponent > first && exponent == length;
    }
    return any && i == length;
  }

  private static int signAt(String cell, int at) {
    return at < cell.length() && (cell.charAt(at) == '-' || cell.charAt(at) == '+') ? at + 1 : at;
  }

  private static int digits(String cell, int from) {
    int i = from;
    while (i < cell.length() && cell.charAt(i) >= '0' && cell.charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  /** Returns the value of a number, in single precision; infinite if it is too large. */
  float number(String cell) {
    return Float.parseFloat(withPoint(cell));
  }

  /** Returns the value of a number. */
  double exact(String cell) {
    return Double.parseDouble(withPoint(cell));
  }

  private String withPoint(String cell) {
    return decimal == DecimalSign.COMMA ? cell.replace(',', '.') : cell;
  }

  /** Returns whether a cell is a number without a fraction, of few digits. */
  boolean isWhole(String cell) {
    if (!isNumber(cell)) {
      return false;
    }
    double value = exact(cell);
    return value == Math.rint(value) && Math.abs(value) < 1e9;
  }

  /** Returns the one way to write a whole number, so that 1, 01 and 1.0 are the same class. */
  String canonical(String cell) {
    return isWhole(cell) ? Long.toString((long) exact(cell)) : cell;
  }

  /** Returns whether a cell is a number, or would be one with another decimal sign. */
  static boolean resemblesNumber(String cell) {
    return isNumber(cell, '.') || isNumber(cell, ',');
  }

  /** Returns whether a cell is a number if its commas part thousands. */
  static boolean mayHaveThousands(String cell) {
    return THOUSANDS.matcher(cell).matches();
  }

  /** Returns what may be wrong with a cell that is no number; empty if that is not known. */
  String hint(String cell) {
    if (isNumber(cell) || !resemblesNumber(cell)) {
      return "";
    }
    return decimal == DecimalSign.COMMA
        ? "; data.decimal is comma"
        : "; if its comma stands before a fraction, say data.decimal: comma; one that parts"
            + " thousands is not read";
  }

  static String shown(String cell) {
    String line = onOneLine(cell);
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
  }

  /** A quoted cell may go over several lines. */
  static String onOneLine(String name) {
    return name.replaceAll("\\s+", " ");
  }
}
