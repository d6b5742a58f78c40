package org.retrograde.reports.html;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How far a run is that goes on.
 *
 * @param part what it is at, for people
 * @param done steps of the part that are done
 * @param total steps that the part has
 * @param detail what the last of them gave, or empty
 * @param since when the part began
 * @param written when the page was
 * @param next after how long it is written again, at the earliest
 */
public record Ongoing(
    String part,
    int done,
    int total,
    String detail,
    Instant since,
    Instant written,
    Duration next) {

  /** Returns what it is at, in words. */
  String words() {
    return "%s: %d of %d%s, begun %s"
        .formatted(part, done, total, detail.isEmpty() ? "" : " (" + detail + ")", clock(since));
  }

  /** Returns when the page was written. */
  String writtenWords() {
    return clock(written);
  }

  /** Returns that in milliseconds, for the script. */
  String millis() {
    return Long.toString(written.toEpochMilli());
  }

  /** Returns after how many seconds there may be a new page: one more than it is written after. */
  String seconds() {
    return Long.toString(next.toSeconds() + 1);
  }

  private static String clock(Instant instant) {
    return instant
        .truncatedTo(ChronoUnit.SECONDS)
        .toString()
        .replace('T', ' ')
        .replace("Z", " UTC");
  }
}
