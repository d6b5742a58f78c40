package org.retrograde.models.parametrization;

import org.retrograde.reversible.optimizer.StepScaling;

/**
 * What a tensor's tuned values are multiplied by at a width.
 *
 * @param learningRate C, factor of its learning rate
 * @param initScale B, factor of the standard deviation of its initial entries
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

  /** Returns the same factors but for that of the learning rate. */
  WidthFactors withLearningRate(double other) {
    return new WidthFactors(other, initScale, multiplier, epsilon);
  }

  /** Returns the same factors but for that of the start. */
  WidthFactors withInitScale(double other) {
    return new WidthFactors(learningRate, other, multiplier, epsilon);
  }

  /** Returns the same factors but for that of epsilon. */
  WidthFactors withEpsilon(double other) {
    return new WidthFactors(learningRate, initScale, multiplier, other);
  }

  /**
   * Returns factors of the same function and the same training, with theta moved from the initial
   * entries into the multiplier.
   *
   * @param theta above 0
   */
  public WidthFactors regauged(double theta, StepScaling family) {
    boolean normalizes = family.normalizes();
    return new WidthFactors(
        learningRate / (normalizes ? theta : theta * theta),
        initScale / theta,
        multiplier * theta,
        normalizes ? epsilon * theta : epsilon);
  }
}
