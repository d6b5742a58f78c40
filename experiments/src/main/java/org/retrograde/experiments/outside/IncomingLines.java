package org.retrograde.experiments.outside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lines that come from somebody. A thread of its own reads them, so that waiting can be interrupted
 * and has an end. Used by one other thread.
 */
final class IncomingLines {

  private final BlockingQueue<Optional<String>> queue = new LinkedBlockingQueue<>();
  private final long patience;
  private boolean ended;

  private IncomingLines(Reader reader, long patience) {
    this.patience = patience;
    Thread thread = new Thread(() -> read(new BufferedReader(reader)), "incoming lines");
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins to read, from somebody who may take any time. */
  IncomingLines(Reader reader) {
    this(reader, Long.MAX_VALUE);
  }

  /** Begins to read, from somebody who is late when a line takes longer than this. */
  IncomingLines(Reader reader, Duration patience) {
    this(reader, patience.toNanos());
  }

  private void read(BufferedReader reader) {
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        queue.add(Optional.of(line));
      }
    } catch (IOException e) {
      // Who wrote has gone, in the middle of a line.
    } finally {
      queue.add(Optional.empty());
    }
  }

  /**
   * Waits for a line and returns it with those that are there already.
   *
   * @return empty at the end
   * @throws TimeoutException if none comes in time
   */
  List<String> next() throws InterruptedException, TimeoutException {
    List<String> lines = new ArrayList<>();
    if (ended) {
      return lines;
    }
    Optional<String> first = queue.poll(patience, TimeUnit.NANOSECONDS);
    if (first == null) {
      throw new TimeoutException();
    }
    List<Optional<String>> all = new ArrayList<>(List.of(first));
    queue.drainTo(all);
    ended = all.removeIf(Optional::isEmpty);
    all.forEach(line -> lines.add(line.orElseThrow()));
    return lines;
  }
}
