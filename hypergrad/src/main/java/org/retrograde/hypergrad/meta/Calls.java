package org.retrograde.hypergrad.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Independent calls on an executor, such as training runs on several seeds. */
public final class Calls {

  private Calls() {}

  /**
   * Makes all calls and waits for them.
   *
   * @return what they return, in their order, whatever ended first
   * @throws InterruptedException if the thread is interrupted
   */
  public static <T> List<T> all(ExecutorService executor, List<? extends Callable<T>> calls)
      throws InterruptedException {
    List<T> results = new ArrayList<>();
    for (Future<T> future : executor.invokeAll(calls)) {
      results.add(result(future));
    }
    return results;
  }

  /**
   * Waits for a call and returns its result; errors and unchecked exceptions come through as they
   * are.
   *
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalStateException around a checked exception of the call
   */
  public static <T> T result(Future<T> future) throws InterruptedException {
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
}
