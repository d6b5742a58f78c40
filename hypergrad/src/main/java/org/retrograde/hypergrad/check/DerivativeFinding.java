package org.retrograde.hypergrad.check;

/**
 * How one derivative of an objective, at one point of training, compares with differences.
 *
 * @param kind which derivative
 * @param block parameter group, the loss parameter, or {@link #ALL}
 * @param step of training; its number of steps for the final loss
 * @param error of the derivative, as a part of its scale
 * @param uncertainty of the differences, as a part of the same scale; 0 where none were needed
 */
public record DerivativeFinding(
    Kind kind, String block, int step, double error, double uncertainty) {

  /** The block of what is compared over all groups at once. */
  public static final String ALL = "all";

  /** What is allowed however certain differences are: rounding in float64, with room. */
  public static final double FLOOR = 1e-6;

  /** The derivatives that an objective supplies, in the order in which one rests on another. */
  public enum Kind {
    /** The gradient of the training loss, against differences of the loss. */
    GRADIENT("gradient"),
    /** The gradient of the final loss, against differences of that. */
    FINAL_GRADIENT("gradient of the final loss"),
    /** The Hessian times a direction, against differences of the gradient. */
    HESSIAN_PRODUCT("Hessian product"),
    /** u'Hv against v'Hu. */
    SYMMETRY("symmetry of the Hessian"),
    /** The derivative of the gradient by a loss parameter, against differences of the gradient. */
    MIXED("mixed derivative");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Returns its name for people. */
    public String label() {
      return label;
    }
  }

  /**
   * Compares a derivative with differences. Errors count in parts of the larger of both, so that a
   * derivative of zeros can be wrong.
   *
   * @param scale magnitude from which on the derivative counts, above 0
   */
  static DerivativeFinding of(
      Kind kind, String block, int step, Difference difference, double[] exact, double scale) {
    double whole = Math.max(scale, Direction.norm(difference.value()));
    return new DerivativeFinding(
        kind, block, step, difference.distance(exact) / whole, difference.uncertainty() / whole);
  }

  /** Returns what differences say of it. */
  public Agreement agreement() {
    return Agreement.of(error, uncertainty, FLOOR);
  }
}
