package org.retrograde.experiments.tracking;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The way to a tracker: whatever goes wrong there ends here. Messages go out on a thread of its
 * own, in their order, so that nobody waits for a slow server; those that find nobody are kept and
 * tried again with the next.
 */
final class Channel {

  private final Tracker tracker;
  private final String name;
  private final String remedy;
  private final ExecutorService thread;
  private final Deque<Message> waiting = new ArrayDeque<>();
  private final AtomicInteger unsent = new AtomicInteger();
  private final AtomicReference<String> warning = new AtomicReference<>();
  private boolean warned;

  /** What a tracker is told. */
  @FunctionalInterface
  interface Message {
    void to(Tracker tracker) throws IOException;
  }

  /**
   * Opens a way.
   *
   * @param name of the tracker, and where it is
   * @param remedy what a user can do if nobody is there
   */
  Channel(Tracker tracker, String name, String remedy) {
    this.tracker = tracker;
    this.name = name;
    this.remedy = remedy;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "tracking");
              made.setDaemon(true);
              return made;
            });
  }

  /** Sends a message, some time. */
  void send(Message message) {
    unsent.incrementAndGet();
    thread.execute(
        () -> {
          waiting.add(message);
          sendWaiting();
        });
  }

  private void sendWaiting() {
    while (!waiting.isEmpty()) {
      try {
        waiting.element().to(tracker);
      } catch (IOException e) {
        warn("does not answer (%s); the run goes on, and tries again; %s", e, remedy);
        return;
      } catch (RuntimeException | LinkageError e) { // a fault there is none of the run
        warn("refuses something (%s); the run goes on without that; %s", e, remedy);
        waiting.remove();
        continue; // it stays among the unsent
      }
      waiting.remove();
      unsent.decrementAndGet();
    }
  }

  private void warn(String words, Throwable cause, String help) {
    if (!warned) {
      warned = true;
      warning.set("warning: " + name + " " + words.formatted(reason(cause), help));
    }
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  /** Returns the first thing that went wrong, once. */
  Optional<String> warning() {
    return Optional.ofNullable(warning.getAndSet(null));
  }

  /**
   * Waits until all is sent, or that has taken too long.
   *
   * @return a warning if something was not sent
   */
  Optional<String> close(Duration patience) {
    thread.shutdown();
    boolean interrupted = Thread.interrupted(); // the end of an interrupted run is told too
    try {
      if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      thread.shutdownNow();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    int lost = unsent.get();
    return lost == 0
        ? Optional.empty()
        : Optional.of(
            "warning: %s was not told everything (messages left: %d); the run directory has it all"
                .formatted(name, lost));
  }
}
