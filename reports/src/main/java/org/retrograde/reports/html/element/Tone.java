package org.retrograde.reports.html.element;

import java.util.Locale;
import org.retrograde.reports.statistics.SeedVerdict;

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

  /**
   * Good news only where the seeds bear it and none of them was lost.
   *
   * @param lost runs that diverged of what is judged
   */
  public static Tone of(SeedVerdict verdict, long lost) {
    return switch (verdict) {
      case BETTER -> lost == 0 ? GOOD : PLAIN;
      case WITHIN_SPREAD, NO_SPREAD -> lost == 0 ? PLAIN : BAD;
      case WORSE -> BAD;
    };
  }

  /** Good news or bad. */
  public static Tone of(boolean good) {
    return good ? GOOD : BAD;
  }
}
