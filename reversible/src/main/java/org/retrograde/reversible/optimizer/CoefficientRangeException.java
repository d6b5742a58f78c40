package org.retrograde.reversible.optimizer;

/** A coefficient is out of the range in which its update rule can take or undo a step. */
public final class CoefficientRangeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param range what the value must be, such as "in [0, 1]"
   */
  public CoefficientRangeException(Slot at, Coefficient coefficient, double value, String range) {
    super(
        "%s must be %s, got %s at step %d in parameter group %d"
            .formatted(coefficient.label(), range, value, at.step(), at.group()));
  }
}
