package org.retrograde.reports.html.element;

import java.util.Locale;

/** How a value is meant, shown by colour and never by colour alone. */
public enum Tone {
  /** Good news. */
  GOOD,
  /** No news. */
  PLAIN,
  /** Bad news. */
  BAD;

  /** The style class. */
  public String style() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Good news or bad. */
  public static Tone of(boolean good) {
    return good ? GOOD : BAD;
  }
}
