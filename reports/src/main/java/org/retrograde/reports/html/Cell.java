package org.retrograde.reports.html;

/**
 * One cell of a table.
 *
 * @param text its value
 * @param detail a second line, or empty
 * @param style style class: {@code text}, {@code number} or {@code code}
 * @param tone how it is meant
 */
record Cell(String text, String detail, String style, Tone tone) {

  static Cell text(String text) {
    return new Cell(text, "", "text", Tone.PLAIN);
  }

  static Cell number(double value) {
    return number(Numbers.figure(value));
  }

  static Cell number(String text) {
    return new Cell(text, "", "number", Tone.PLAIN);
  }

  static Cell code(String text) {
    return new Cell(text, "", "code", Tone.PLAIN);
  }

  Cell toned(Tone newTone) {
    return new Cell(text, detail, style, newTone);
  }

  Cell withDetail(String newDetail) {
    return new Cell(text, newDetail, style, tone);
  }
}
