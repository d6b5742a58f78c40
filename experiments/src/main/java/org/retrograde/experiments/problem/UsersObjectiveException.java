package org.retrograde.experiments.problem;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A method of an objective of the user's own failed; the message says which, how and where. */
final class UsersObjectiveException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Causes beyond these tell of libraries alone, and a chain may be a ring. */
  private static final int CAUSES = 4;

  /**
   * Makes the exception.
   *
   * @param className of the objective
   * @param method what was called
   * @param cause what it threw
   */
  UsersObjectiveException(String className, String method, Throwable cause) {
    super(
        "%s: %s failed: %s%s".formatted(className, method, chain(cause), place(className, cause)),
        cause);
  }

  /**
   * Makes the exception of a method that threw nothing, but returned what cannot be used.
   *
   * @param fault what it did
   */
  UsersObjectiveException(String className, String method, String fault) {
    super("%s: %s %s".formatted(className, method, fault));
  }

  /** The exception and what caused it, each as its kind and its message. */
  private static String chain(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(CAUSES)
        .map(UsersObjectiveException::words)
        .collect(Collectors.joining(", caused by "));
  }

  /** A message that only repeats the cause is left out, since the cause follows. */
  private static String words(Throwable failure) {
    String message = failure.getMessage();
    Throwable cause = failure.getCause();
    boolean repeats = cause != null && cause.toString().equals(message);
    String kind = failure.getClass().getSimpleName();
    return message == null || message.isBlank() || repeats ? kind : kind + ": " + message;
  }

  /** The line of the class, or of one within it, that the failure came through. */
  private static String place(String className, Throwable cause) {
    return Arrays.stream(cause.getStackTrace())
        .filter(
            frame ->
                frame.getClassName().equals(className)
                    || frame.getClassName().startsWith(className + "$"))
        .findFirst()
        .map(frame -> " (%s:%d)".formatted(frame.getFileName(), frame.getLineNumber()))
        .orElse("");
  }
}
