package org.retrograde.experiments.outside;

/** An ask is for nothing that there is; its message says why, and what there is. */
final class RefusedAskException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedAskException(String message) {
    super(message);
  }
}
