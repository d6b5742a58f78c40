package org.retrograde.experiments.remote;

/** Trials are to be run elsewhere, and nobody waits for them here; says how to go on. */
public final class AwaitedTrialsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AwaitedTrialsException(String message) {
    super(message);
  }
}
