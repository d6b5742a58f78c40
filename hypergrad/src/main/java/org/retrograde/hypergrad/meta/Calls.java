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
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      }
    }
    return results;
  }
}
