package org.retrograde.experiments.python;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a model: as many as are asked at once. A worker that ends while it is asked is
 * replaced by another, which gives the same bits; those that nobody asks for a while are ended. May
 * be shared between threads.
 */
final class Workers {

  private static final int LIVES = 4;
  private static final long IDLE_SECONDS = 60;

  private static final Timer CLOCK = new Timer("idle python workers", true);

  private final WorkerSettings settings;
  private final WorkerLog log;
  private final Deque<Session> idle = new ArrayDeque<>();
  private @Nullable String signature;
  private long lastUse = System.nanoTime();
  private boolean watched;

  /** Makes them; none is started before it is needed. */
  Workers(WorkerSettings settings, WorkerLog log) {
    this.settings = settings;
    this.log = log;
  }

  /** Returns how they are started. */
  WorkerSettings settings() {
    return settings;
  }

  /** Returns workers of which none has been asked anything yet. */
  synchronized Workers fresh() {
    Workers fresh = new Workers(settings, log);
    fresh.signature = signature;
    return fresh;
  }

  /** What is asked of a worker: all of it again if the worker ends. */
  @FunctionalInterface
  interface Task<T> {

    /** Asks. */
    T on(Session session) throws ConnectionLostException;
  }

  /** Says which shapes all batches must have from now on. */
  synchronized void require(String shapes) {
    signature = shapes;
  }

  /**
   * Asks a worker that is free, the one that was asked last if it is.
   *
   * @throws PythonException if workers end again and again
   */
  <T> T ask(Task<T> task) {
    return ask(null, task);
  }

  /**
   * Asks a worker.
   *
   * @param preferred that is asked if it is free
   */
  <T> T ask(@Nullable Session preferred, Task<T> task) {
    String ends = "";
    for (int life = 0; life < LIVES; life++) {
      Session session = null;
      try {
        session = take(preferred);
        T result = task.on(session);
        give(session);
        return result;
      } catch (ConnectionLostException e) {
        ends = String.valueOf(e.getMessage());
        log.say("retrograde: a worker %s; another one is asked".formatted(ends));
        drop(session);
      } catch (RuntimeException | Error e) {
        drop(session);
        throw e;
      }
    }
    throw new PythonException(
        "%s: %d workers ended one after another over the same request; the last one %s"
            .formatted(settings.file(), LIVES, ends));
  }

  private Session take(@Nullable Session preferred) throws ConnectionLostException {
    String shapes;
    synchronized (this) {
      lastUse = System.nanoTime();
      Session there = preferred != null && idle.remove(preferred) ? preferred : idle.pollLast();
      if (there != null) {
        return there;
      }
      shapes = signature;
    }
    return new Session(settings, log, shapes);
  }

  private synchronized void give(Session session) {
    lastUse = System.nanoTime();
    idle.add(session);
    if (!watched) {
      watched = true;
      watch();
    }
  }

  private static void drop(@Nullable Session session) {
    if (session != null) {
      session.close();
    }
  }

  private void watch() {
    CLOCK.schedule(
        new TimerTask() {
          @Override
          public void run() {
            endIdle();
          }
        },
        TimeUnit.SECONDS.toMillis(IDLE_SECONDS));
  }

  private synchronized void endIdle() {
    watched = false;
    if (System.nanoTime() - lastUse >= TimeUnit.SECONDS.toNanos(IDLE_SECONDS)) {
      idle.forEach(Session::close);
      idle.clear();
    } else {
      watched = true;
      watch();
    }
  }

  /** Ends those that nobody asks. */
  synchronized void close() {
    idle.forEach(Session::close);
    idle.clear();
  }
}
