package org.retrograde.experiments.python;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What workers print: kept until it is known where it is to be written. */
final class WorkerLog {

  private static final int MOST_LINES = 10_000;

  private final Deque<String> waiting = new ArrayDeque<>();
  private @Nullable Path file;

  /** Writes what there is, and all that comes, to the end of a file. */
  synchronized void writeTo(Path to) {
    file = to;
    while (!waiting.isEmpty()) {
      append(to, waiting.remove());
    }
  }

  /** Adds a line. */
  synchronized void say(String line) {
    if (file != null) {
      append(file, line);
    } else if (waiting.size() < MOST_LINES) {
      waiting.add(line);
    }
  }

  /** A log that cannot be written must not end what it tells of. */
  private static void append(Path file, String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      // The disk may be full; whoever writes results says so.
    }
  }

  /**
   * Copies lines until a stream ends.
   *
   * @param tail the last lines are left in it
   */
  void copy(InputStream stream, Deque<String> tail) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        say(line);
        synchronized (tail) {
          tail.add(line);
          if (tail.size() > 3) {
            tail.remove();
          }
        }
      }
    } catch (IOException e) {
      // The worker was ended.
    }
  }
}
