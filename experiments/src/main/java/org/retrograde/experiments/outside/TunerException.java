package org.retrograde.experiments.outside;

/** A tuner that this program started ended or fell silent before its budget was spent. */
final class TunerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TunerException(String message) {
    super(message);
  }

  TunerException(String message, Throwable cause) {
    super(message, cause);
  }
}
