package org.retrograde.models.parametrization;

/**
 * What a tensor's tuned values are multiplied by at a width; all exactly 1 at the base width.
 *
 * @param learningRate factor of its learning rate
 * @param initScale factor of the standard deviation of its initial entries
 * @param multiplier A, factor of the tensor in the forward pass
 * @param epsilon factor of what Adam adds to the root of its mean square, so that it stays in
 *     proportion to the tensor's gradients
 */
public record WidthFactors(
    double learningRate, double initScale, double multiplier, double epsilon) {

  /** Factors that change nothing. */
  public static final WidthFactors ONE = new WidthFactors(1, 1, 1);

  /** Makes factors that leave epsilon alone. */
  public WidthFactors(double learningRate, double initScale, double multiplier) {
    this(learningRate, initScale, multiplier, 1);
  }

  /** Returns the same factors with another one for epsilon. */
  WidthFactors withEpsilon(double factor) {
    return new WidthFactors(learningRate, initScale, multiplier, factor);
  }
}
