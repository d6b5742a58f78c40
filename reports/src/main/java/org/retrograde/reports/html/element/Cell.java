package org.retrograde.reports.html.element;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reports.statistics.Spread;

/**
 * One cell of a table.
 *
 * @param text its value
 * @param detail a second line, or empty
 * @param style style class: {@code text}, {@code number} or {@code code}
 * @param tone how it is meant
 * @param value the number that the text stands for, by which a column is sorted and which is saved;
 *     null where the text is all there is
 * @param heat how strongly it is coloured, from 0 to 1
 */
public record Cell(
    String text, String detail, String style, Tone tone, @Nullable Double value, double heat) {

  private static Cell of(String text, String style, @Nullable Double value) {
    return new Cell(text, "", style, Tone.PLAIN, value, 0);
  }

  /** Words. */
  public static Cell text(String text) {
    return of(text, "text", null);
  }

  /** A measured figure. */
  public static Cell number(double value) {
    return number(Numbers.figure(value), value);
  }

  /** A number as it is to be read. */
  public static Cell number(String text) {
    return of(text, "number", null);
  }

  /** A number as it is to be read, and as it is. */
  public static Cell number(String text, double value) {
    return of(text, "number", value);
  }

  /** A count, in full up to a thousand million. */
  public static Cell count(long count) {
    return number(Numbers.countOrFigure((double) count), (double) count);
  }

  /**
   * Makes a cell of the mean and deviation of a sample, which is sorted by its mean, and says
   * beside it how many runs diverged.
   */
  public static Cell spread(List<Double> sample) {
    Spread spread = Spread.of(sample);
    if (spread.count() == 0) {
      return spread.diverged() == 0 ? number("–") : number("diverged");
    }
    Cell cell = number(Numbers.spread(spread), spread.mean());
    return spread.diverged() == 0 ? cell : cell.withDetail(spread.lostWords());
  }

  /** Text shown as it is, such as a hash. */
  public static Cell code(String text) {
    return of(text, "code", null);
  }

  /** A copy with a tone. */
  public Cell toned(Tone newTone) {
    return new Cell(text, detail, style, newTone, value, heat);
  }

  /** A copy with a second line. */
  public Cell withDetail(String newDetail) {
    return new Cell(text, newDetail, style, tone, value, heat);
  }

  /** A copy that is coloured, from 0, not at all, to 1. */
  public Cell heated(double newHeat) {
    return new Cell(text, detail, style, tone, value, newHeat);
  }

  /** The value in digits that a program reads, or null. */
  public @Nullable String digits() {
    return value == null ? null : Double.toString(value);
  }

  /** The style of its colour, or null. */
  public @Nullable String colour() {
    return heat > 0 ? "--heat: " + Math.round(100 * heat) + "%" : null;
  }
}
