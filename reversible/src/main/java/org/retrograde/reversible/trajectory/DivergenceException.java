package org.retrograde.reversible.trajectory;

/** Training left the numbers: a loss or a parameter is NaN, infinite or beyond the fixed point. */
public final class DivergenceException extends ArithmeticException {

  private static final long serialVersionUID = 1L;

  private final int step;
  private final String place;
  private final double value;

  /**
   * Makes the exception.
   *
   * @param step at which it happened, from 0
   * @param place the parameter group, or "loss"
   * @param value the number at fault
   */
  public DivergenceException(int step, String place, double value) {
    super(
        "training diverged at step %d: %s became %s (a smaller learning rate usually helps)"
            .formatted(step, place, value));
    this.step = step;
    this.place = place;
    this.value = value;
  }

  /** Returns the step at which it happened, from 0. */
  public int step() {
    return step;
  }

  /** Returns the parameter group, or "loss". */
  public String place() {
    return place;
  }

  /** Returns the number at fault. */
  public double value() {
    return value;
  }
}
