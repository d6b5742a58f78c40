package org.retrograde.experiments.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells a process that a class of the user's ends by {@code System.exit} from one that is told to
 * end by a signal: both come to the same hook, which is not told the exit code.
 */
final class ForeignExit {

  private ForeignExit() {}

  /** Returns the place that called for the end, while the process ends; empty for a signal. */
  static Optional<String> place() {
    return Thread.getAllStackTraces().values().stream().flatMap(ForeignExit::caller).findFirst();
  }

  /** A thread that has called stays in the call; that of a signal never is in it. */
  private static Stream<String> caller(StackTraceElement[] trace) {
    for (int i = 0; i + 1 < trace.length; i++) {
      boolean exit =
          trace[i].getClassName().equals(Runtime.class.getName())
              && trace[i].getMethodName().equals("exit");
      if (exit) {
        return Arrays.stream(trace)
            .skip(i + 1L)
            .filter(frame -> !frame.getClassName().equals(System.class.getName()))
            .limit(1)
            .map(StackTraceElement::toString);
      }
    }
    return Stream.empty();
  }
}
