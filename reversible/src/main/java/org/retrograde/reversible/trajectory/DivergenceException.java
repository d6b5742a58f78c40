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
        "training diverged at step %d: %s became %s (%s usually helps)"
            .formatted(step, place, value, remedy(place)));
    this.step = step;
    this.place = place;
    this.value = value;
  }

  /** A mean square can also outgrow the scale that the first gradients of its group gave it. */
  private static String remedy(String place) {
    return place.contains("mean squared gradient")
        ? "a smaller learning rate, a warm-up, or clipping"
        : "a smaller learning rate";
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
