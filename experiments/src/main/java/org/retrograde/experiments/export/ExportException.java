package org.retrograde.experiments.export;

/** A recipe that cannot be written for a library; the message says what stands in the way. */
public final class ExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ExportException(String message) {
    super(message);
  }
}
