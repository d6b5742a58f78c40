package org.retrograde.experiments.runner;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What a failure says to people: what was wrong, and what to do where that is known. */
public final class Failures {

  private Failures() {}

  /** Returns one sentence or several; never empty, whatever the failure. */
  public static String words(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return outOfMemory(String.valueOf(failure.getMessage()));
    }
    if (failure instanceof StackOverflowError) {
      return "a recursion without end, or too deep for the stack%s; RETROGRADE_JAVA_OPTS=-Xss8m"
              .formatted(place(failure))
          + " allows more";
    }
    if (failure instanceof UncheckedIOException
        && failure.getCause() instanceof IOException cause) {
      // One that is made of its cause alone has the cause's class and words.
      if (cause.toString().equals(failure.getMessage())) {
        return words(cause);
      }
    }
    String message = failure.getMessage();
    if (message == null && failure instanceof InterruptedException) {
      return "interrupted";
    }
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName() + place(failure);
    }
    return failure instanceof Error ? failure.getClass().getSimpleName() + ": " + message : message;
  }

  private static String outOfMemory(String kind) {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return kind.contains("heap") || kind.contains("GC")
        ? "out of memory: the Java heap may take %d MB; RETROGRADE_JAVA_OPTS=-Xmx%dm allows more, and"
                .formatted(megabytes, 4 * megabytes)
            + " --jobs=1 takes less"
        : "out of memory: " + kind;
  }

  private static String place(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }
}
