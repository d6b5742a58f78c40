package org.retrograde.models.parametrization;

/**
 * What a tensor's tuned values are multiplied by at a width; all exactly 1 at the base width.
 *
 * @param learningRate factor of its learning rate
 * @param initScale factor of the standard deviation of its initial entries
 * @param multiplier A, factor of the tensor in the forward pass
 */
public record WidthFactors(double learningRate, double initScale, double multiplier) {

  /** Factors that change nothing. */
  public static final WidthFactors ONE = new WidthFactors(1, 1, 1);
}
