package org.retrograde.hypergrad.trial;

/** A trial whose result is needed left the numbers; the message says what did, and where. */
public final class DivergedTrialException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public DivergedTrialException(String message) {
    super(message);
  }
}
