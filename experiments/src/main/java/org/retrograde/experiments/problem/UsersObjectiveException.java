package org.retrograde.experiments.problem;

import java.util.Arrays;

/** A method of an objective of the user's own failed; the message says which, how and where. */
final class UsersObjectiveException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param className of the objective
   * @param method what was called
   * @param cause what it threw
   */
  UsersObjectiveException(String className, String method, Throwable cause) {
    super(
        "%s: %s failed: %s%s".formatted(className, method, cause, place(className, cause)), cause);
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
