package org.retrograde.hypergrad.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs trials on threads of this process, a fixed number at once. */
public final class LocalTrials implements TrialEngine {

  /** How long a trial that is not wanted any more may take to notice. */
  private static final long LAST_STEPS_SECONDS = 5;

  private final ExecutorService executor;

  /**
   * Starts the threads.
   *
   * @param atOnce number of trials that run at once, at least 1
   */
  public LocalTrials(int atOnce) {
    this.executor =
        Executors.newFixedThreadPool(
            atOnce,
            work -> {
              Thread thread = new Thread(work, "trial");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public <R> List<Outcome<R>> run(List<Trial<R>> trials, Listener<R> whenDone)
      throws InterruptedException {
    CompletionService<Done<R>> completed = new ExecutorCompletionService<>(executor);
    List<Future<Done<R>>> futures = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      int index = i;
      futures.add(completed.submit(() -> new Done<>(index, trials.get(index).outcome())));
    }
    try {
      for (int i = 0; i < futures.size(); i++) {
        Done<R> done = result(completed.take());
        whenDone.done(done.index(), done.outcome());
      }
    } finally {
      futures.forEach(future -> future.cancel(true)); // those left over after a failure
    }
    List<Outcome<R>> outcomes = new ArrayList<>();
    for (Future<Done<R>> future : futures) {
      outcomes.add(result(future).outcome());
    }
    return outcomes;
  }

  private record Done<R>(int index, Outcome<R> outcome) {}

  /** Waits; errors and unchecked exceptions come through as they are. */
  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      executor.awaitTermination(LAST_STEPS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
