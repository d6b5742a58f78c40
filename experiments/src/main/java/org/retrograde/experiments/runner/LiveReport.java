package org.retrograde.experiments.runner;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.reports.html.Ongoing;

/**
 * Writes the report of a run now and then while it lasts, when something of it is known: at most
 * once a minute, and more seldom where writing takes more than a hundredth of the time.
 */
final class LiveReport implements Progress {

  /** Between the end of one write and the next. */
  private static final Duration LEAST = Duration.ofMinutes(1);

  private static final int OF_THE_TIME = 100;

  private final Progress told;
  private final Page page;
  private final Clock clock;
  private @Nullable Part part;
  private @Nullable Instant written;
  private Duration gap = LEAST;
  private boolean complained;

  /** Writes the page. */
  @FunctionalInterface
  interface Page {

    /**
     * Writes it.
     *
     * @throws IOException if it cannot be written
     */
    void write(Ongoing ongoing) throws IOException;
  }

  private record Part(String name, int done, int total, String detail, Instant since) {

    Part stepped(String newDetail) {
      return new Part(name, done + 1, total, newDetail, since);
    }
  }

  /**
   * Makes it.
   *
   * @param told is told the same
   */
  LiveReport(Progress told, Page page, Clock clock) {
    this.told = told;
    this.page = page;
    this.clock = clock;
  }

  @Override
  public void say(String line) {
    told.say(line);
  }

  @Override
  public void begin(String name, int total) {
    told.begin(name, total);
    part = new Part(name, 0, total, "", clock.instant());
    found();
  }

  @Override
  public void step(String detail) {
    told.step(detail);
    if (part != null) {
      part = part.stepped(detail);
    }
    found();
  }

  @Override
  public void end() {
    told.end();
    found();
  }

  @Override
  public void found() {
    told.found();
    Instant now = clock.instant();
    if (part != null && isDue(now)) {
      write(part, now);
    }
  }

  private boolean isDue(Instant now) {
    return written == null
        || now.isBefore(written) // the clock was set
        || !now.isBefore(written.plus(gap));
  }

  /** A page that cannot be written is no reason to end a run: the last one is written anyhow. */
  private void write(Part at, Instant now) {
    try {
      page.write(new Ongoing(at.name(), at.done(), at.total(), at.detail(), at.since(), now, gap));
    } catch (IOException | RuntimeException e) {
      if (!complained) {
        told.say("warning: the report of the run so far cannot be written: " + e.getMessage());
        complained = true;
      }
    }
    Instant after = clock.instant();
    Duration seldom = Duration.between(now, after).multipliedBy(OF_THE_TIME);
    gap = seldom.compareTo(LEAST) > 0 ? seldom : LEAST;
    written = after;
  }
}
