package org.retrograde.hypergrad.check;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.retrograde.hypergrad.hyperparameter.RunSettings;

/**
 * Derivatives of a final loss by differences, to hold against hypergradients.
 *
 * @param finalLoss of settings, smooth: through {@link PlainStepper}, not through the exact engine,
 *     whose rounding would be amplified
 * @param width h of the stencil; 1e-3 to 1e-5 suit directions with entries near 1
 */
public record CentralDifferences(ToDoubleFunction<RunSettings> finalLoss, double width) {

  /**
   * Returns the derivative along a direction by the five-point stencil, of error O(h^4).
   *
   * @param at where
   * @param direction of the same shape
   */
  public double along(RunSettings at, RunSettings direction) {
    return atZero(h -> finalLoss.applyAsDouble(at.plus(h, direction)), width);
  }

  /**
   * Returns the derivative of a function at 0 by the same stencil.
   *
   * @param width h
   */
  public static double atZero(DoubleUnaryOperator f, double width) {
    double near = (f.applyAsDouble(width) - f.applyAsDouble(-width)) / (2 * width);
    double far = (f.applyAsDouble(2 * width) - f.applyAsDouble(-2 * width)) / (4 * width);
    return (4 * near - far) / 3;
  }
}
