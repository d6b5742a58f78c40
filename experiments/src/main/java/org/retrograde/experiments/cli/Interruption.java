package org.retrograde.experiments.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While open, Ctrl-C interrupts the thread that opened it and waits for it to put its run directory
 * in order before the process ends.
 */
final class Interruption {

  private static final long SECONDS_TO_FINISH = 30;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Thread worker) {
    this.hook =
        new Thread(
            () -> {
              worker.interrupt();
              awaitFinish();
            },
            "interruption");
  }

  static Interruption ofThisThread() {
    Interruption interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void awaitFinish() {
    try {
      if (!finished.await(SECONDS_TO_FINISH, TimeUnit.SECONDS)) {
        System.err.println("retrograde: gave up waiting for the run to end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From now on Ctrl-C ends the process at once. */
  void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      // Then the hook is running and has just been told.
    }
  }
}
