package org.retrograde.reports.html.element;

/**
 * One cell of a table.
 *
 * @param text its value
 * @param detail a second line, or empty
 * @param style style class: {@code text}, {@code number} or {@code code}
 * @param tone how it is meant
 */
public record Cell(String text, String detail, String style, Tone tone) {

  /** Words. */
  public static Cell text(String text) {
    return new Cell(text, "", "text", Tone.PLAIN);
  }

  /** A measured figure. */
  public static Cell number(double value) {
    return number(Numbers.figure(value));
  }

  /** A number as it is to be read. */
  public static Cell number(String text) {
    return new Cell(text, "", "number", Tone.PLAIN);
  }

  /** Text shown as it is, such as a hash. */
  public static Cell code(String text) {
    return new Cell(text, "", "code", Tone.PLAIN);
  }

  /** A copy with a tone. */
  public Cell toned(Tone newTone) {
    return new Cell(text, detail, style, newTone);
  }

  /** A copy with a second line. */
  public Cell withDetail(String newDetail) {
    return new Cell(text, newDetail, style, tone);
  }
}
