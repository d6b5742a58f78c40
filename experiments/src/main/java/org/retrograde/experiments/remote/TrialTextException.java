package org.retrograde.experiments.remote;

/**
 * A trial, or its result, that cannot be used here; says why and what to do. It is never the run of
 * the trial itself that failed.
 */
public final class TrialTextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public TrialTextException(String message) {
    super(message);
  }
}
