package org.retrograde.hypergrad.check;

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
    double near = difference(at, direction, width);
    double far = difference(at, direction, 2 * width);
    return (4 * near - far) / 3;
  }

  private double difference(RunSettings at, RunSettings direction, double h) {
    return (finalLoss.applyAsDouble(at.plus(h, direction))
            - finalLoss.applyAsDouble(at.plus(-h, direction)))
        / (2 * h);
  }
}
