package org.retrograde.reports.html;

import java.util.Locale;

/** How a value is meant, shown by colour and never by colour alone. */
enum Tone {
  GOOD,
  PLAIN,
  BAD;

  String style() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Tone of(boolean good) {
    return good ? GOOD : BAD;
  }
}
