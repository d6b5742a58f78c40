package org.retrograde.experiments.python;

/** A model in Python failed while it trained; the message says how, with its last lines. */
final class PythonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  PythonException(String message) {
    super(message);
  }

  /** Makes the exception. */
  PythonException(String message, Throwable cause) {
    super(message, cause);
  }
}
