package org.retrograde.experiments.runner;

import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/** What a thread that is interrupted may fail with. */
final class Interrupts {

  private Interrupts() {}

  /** Returns whether a failure, or what caused it, is an interrupt, in whatever it is wrapped. */
  static boolean isOne(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException
          || cause instanceof ClosedByInterruptException
          || cause instanceof FileLockInterruptionException) {
        return true;
      }
    }
    return false;
  }

  /** Returns the failure of a run that was interrupted as what it is. */
  static InterruptedException asException(Throwable failure) {
    if (failure instanceof InterruptedException interrupt) {
      return interrupt;
    }
    InterruptedException interrupt = new InterruptedException("interrupted");
    interrupt.initCause(failure);
    return interrupt;
  }
}
