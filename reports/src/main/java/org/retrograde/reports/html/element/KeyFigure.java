package org.retrograde.reports.html.element;

/**
 * One figure of the verdict strip.
 *
 * @param label what it is
 * @param value the figure itself, short
 * @param detail what it is compared with
 * @param tone whether it is good news
 * @param spare whether it stands after all others, where there is room
 */
public record KeyFigure(String label, String value, String detail, Tone tone, boolean spare) {

  /** A figure that is not spare. */
  public KeyFigure(String label, String value, String detail, Tone tone) {
    this(label, value, detail, tone, false);
  }

  /** A copy that is spare. */
  public KeyFigure asSpare() {
    return new KeyFigure(label, value, detail, tone, true);
  }
}
