package org.retrograde.experiments.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.engine.Progress;

/**
 * Shows how far a run is: one line with the time left on a terminal, a plain line now and then
 * elsewhere; or a plain line for every step.
 */
final class ConsoleProgress implements Progress, AutoCloseable {

  /** The launcher sets this where standard error is a terminal. */
  private static final boolean TERMINAL = Boolean.getBoolean("retrograde.terminal");

  /** Of the terminal, as the launcher found it. */
  private static final int COLUMNS = Integer.getInteger("retrograde.columns", 80);

  private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(5).toNanos();

  /** Which steps are shown. */
  enum Steps {
    LATEST,
    ALL
  }

  private final PrintWriter err;
  private final Steps steps;
  private final long start = System.nanoTime();
  private @Nullable ProgressBar bar;
  private String name = "";
  private int total;
  private int done;
  private long began;
  private long lastLine;

  ConsoleProgress(PrintWriter err) {
    this(err, Steps.LATEST);
  }

  ConsoleProgress(PrintWriter err, Steps steps) {
    this.err = err;
    this.steps = steps;
  }

  @Override
  public void say(String text) {
    line(text);
  }

  @Override
  public void begin(String part, int count) {
    name = part;
    total = count;
    done = 0;
    began = System.nanoTime();
    lastLine = began;
    if (TERMINAL && steps == Steps.LATEST) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("%-9s".formatted(part))
              .setInitialMax(count)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              // What the library would choose opens the terminal, and with it takes Ctrl-C away.
              .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS - 1))
              .build();
    }
  }

  @Override
  public void step(String detail) {
    done++;
    if (bar != null) {
      bar.step();
      bar.setExtraMessage(" " + VisibleWriter.visible(detail));
      return;
    }
    long now = System.nanoTime();
    if (steps == Steps.ALL) {
      double seconds = (now - start) / 1e9;
      line(String.format(Locale.ROOT, "%8.1f s  %s %d/%d, %s", seconds, name, done, total, detail));
    } else if (now - lastLine > NANOS_BETWEEN_LINES) {
      lastLine = now;
      long left = Math.round((now - began) / 1e9 * (total - done) / done);
      line("%s %d/%d, %s; about %d s left".formatted(name, done, total, detail, left));
    }
  }

  @Override
  public void end() {
    if (bar != null) {
      close();
    } else {
      double seconds = (System.nanoTime() - began) / 1e9;
      line(String.format(Locale.ROOT, "%s done in %.1f s", name, seconds));
    }
  }

  private void line(String text) {
    err.println(text);
    err.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
