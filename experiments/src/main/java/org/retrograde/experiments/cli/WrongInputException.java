package org.retrograde.experiments.cli;

/** Something that the user gave cannot be used; the message says what, and what to do. */
final class WrongInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WrongInputException(String message) {
    super(message);
  }
}
