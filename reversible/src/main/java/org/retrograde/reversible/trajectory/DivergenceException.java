package org.retrograde.reversible.trajectory;

import java.util.Locale;

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
    this(step, place, value, Double.POSITIVE_INFINITY);
  }

  /**
   * Makes the exception of what is known better than by its place.
   *
   * @param step at which it happened, from 0
   * @param place what it was that left the numbers
   * @param value the number at fault
   * @param circumstances said in place of what usually helps
   */
  public DivergenceException(int step, String place, double value, String circumstances) {
    this(words(step, place + " became " + value, circumstances), step, place, value);
  }

  /**
   * Makes the exception of a fixed-point vector.
   *
   * @param step at which it happened, from 0
   * @param place the vector and its parameter group
   * @param value the number at fault
   * @param range what magnitudes there are below
   */
  DivergenceException(int step, String place, double value, double range) {
    this(
        words(step, place + " became " + value + beyond(value, range), remedy(place, value)),
        step,
        place,
        value);
  }

  private DivergenceException(String message, int step, String place, double value) {
    super(message);
    this.step = step;
    this.place = place;
    this.value = value;
  }

  /** Makes the exception of first weights that a position cannot hold. */
  static DivergenceException atStart(String group, double value, double range) {
    String place = "the first weights of parameter group " + group;
    return new DivergenceException(
        "training cannot start: %s have %s among them%s (%s)"
            .formatted(
                place,
                value,
                beyond(value, range),
                Double.isFinite(value)
                    ? "a smaller init scale helps, no learning rate does"
                    : "no learning rate helps"),
        0,
        place,
        value);
  }

  private static String words(int step, String fault, String advice) {
    return "training diverged at step %d: %s (%s)".formatted(step, fault, advice);
  }

  private static String beyond(double value, double range) {
    return Double.isFinite(value) && Math.abs(value) >= range
        ? String.format(Locale.ROOT, ", beyond the +-%.0f that its fixed point can hold", range)
        : "";
  }

  /**
   * A velocity or a mean is as large as the gradients, which a learning rate does not change at
   * first. The unit of a mean square follows them, so it leaves the numbers only with a gradient.
   */
  private static String remedy(String place, double value) {
    if (place.contains("mean squared gradient")) {
      return "a smaller learning rate, a warm-up, or clipping usually helps";
    }
    boolean ofGradients = place.contains("velocity") || place.contains("gradient");
    return ofGradients && Double.isFinite(value)
        ? "gradients are that large: scale inputs to mean 0 and deviation 1, or clip gradients; at"
            + " the first steps a smaller learning rate changes nothing, later it usually helps"
        : "a smaller learning rate usually helps";
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
