package org.retrograde.experiments.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.retrograde.hypergrad.meta.Calls;

/**
 * Runs independent tasks, a fixed number at once. What a task returns must not depend on the
 * others, so results have the same bits whatever that number is.
 */
public final class Jobs implements AutoCloseable {

  /** How long a task that is not wanted any more may take to notice. */
  private static final long LAST_STEPS_SECONDS = 5;

  private final ExecutorService executor;

  /**
   * Starts the threads.
   *
   * @param atOnce number of tasks that run at once, at least 1
   */
  public Jobs(int atOnce) {
    this.executor =
        Executors.newFixedThreadPool(
            atOnce,
            work -> {
              Thread thread = new Thread(work, "job");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Returns the executor, for those who bring their own tasks. */
  public ExecutorService executor() {
    return executor;
  }

  /**
   * Runs all tasks.
   *
   * @param whenDone sees each result as it comes, on the calling thread
   * @return the results, in the order of the tasks
   * @throws InterruptedException if the calling thread is interrupted
   */
  public <T> List<T> run(List<Callable<T>> tasks, Consumer<T> whenDone)
      throws InterruptedException {
    CompletionService<T> completed = new ExecutorCompletionService<>(executor);
    List<Future<T>> futures = new ArrayList<>();
    for (Callable<T> task : tasks) {
      futures.add(completed.submit(task));
    }
    try {
      for (int i = 0; i < futures.size(); i++) {
        whenDone.accept(Calls.result(completed.take()));
      }
    } finally {
      futures.forEach(future -> future.cancel(true)); // those left over after a failure
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(Calls.result(future));
    }
    return results;
  }

  /** Interrupts what still runs and waits for it, as it may use the device that is closed next. */
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
