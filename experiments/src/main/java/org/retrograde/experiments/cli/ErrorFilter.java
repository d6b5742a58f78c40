package org.retrograde.experiments.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The process that the launcher puts behind standard error, where it drops a warning of the virtual
 * machine. It may still be writing when this process has ended, when a script may look already.
 */
final class ErrorFilter {

  /** The property with its number; there is none without such a process. */
  private static final String PROPERTY = "retrograde.filter";

  private static final int PATIENCE_SECONDS = 10;

  private ErrorFilter() {}

  /** Closes standard error, and waits until all of it has been written. */
  static void finish() {
    String number = System.getProperty(PROPERTY, "");
    if (number.isEmpty()) {
      return;
    }
    System.err.flush();
    try (FileOutputStream error = new FileOutputStream(FileDescriptor.err)) {
      error.flush();
    } catch (IOException e) {
      return; // nobody reads it any more
    }
    ProcessHandle.of(Long.parseLong(number)).ifPresent(ErrorFilter::await);
  }

  private static void await(ProcessHandle filter) {
    CompletableFuture<ProcessHandle> end =
        filter.onExit().completeOnTimeout(filter, PATIENCE_SECONDS, TimeUnit.SECONDS);
    end.join();
  }
}
