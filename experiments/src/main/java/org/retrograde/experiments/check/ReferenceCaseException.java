package org.retrograde.experiments.check;

/** A reference case that cannot be read; the message says what is wrong with which file. */
public final class ReferenceCaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public ReferenceCaseException(String message) {
    super(message);
  }
}
