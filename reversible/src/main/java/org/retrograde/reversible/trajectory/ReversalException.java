package org.retrograde.reversible.trajectory;

/**
 * A replay did not come back to the bits it started from, so no hypergradient of it may be used.
 */
public final class ReversalException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception with what differed, where. */
  public ReversalException(String message) {
    super(
        message
            + "; the gradient function must return the same bits for the same step and weights");
  }
}
