package org.retrograde.experiments.check;

import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.StepScaling;

/**
 * How far a right hypergradient may be from what it is held against, by update rule and precision.
 *
 * @param proportional of rules whose steps are proportional to the gradient
 * @param normalized of rules that divide by its size, whose mean squares lose digits where
 *     gradients are small
 */
record ErrorModel(double proportional, double normalized) {

  /** In float64, over the largest derivative of the directions; ten times what was measured. */
  private static final ErrorModel FLOAT64 = new ErrorModel(1e-6, 1e-4);

  static double direction(Optimizer optimizer) {
    return FLOAT64.of(optimizer);
  }

  private double of(Optimizer optimizer) {
    return optimizer.scaling() == StepScaling.NORMALIZED ? normalized : proportional;
  }
}
