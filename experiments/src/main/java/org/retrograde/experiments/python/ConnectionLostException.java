package org.retrograde.experiments.python;

/** A worker has ended, or does not move any more; another one can be asked the same. */
final class ConnectionLostException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Makes the exception; the message says how it ended. */
  ConnectionLostException(String message) {
    super(message);
  }
}
