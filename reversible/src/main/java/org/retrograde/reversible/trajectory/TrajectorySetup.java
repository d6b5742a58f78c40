package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * What a run trains and how.
 *
 * @param groups parameter groups, at least one
 * @param function the training loss and its gradient
 * @param optimizer update rule
 * @param coefficients for every step and group
 * @param clip largest global norm of a gradient, above 0; infinite for none
 * @param hashEvery steps between two state hashes, at least 1
 */
public record TrajectorySetup(
    List<ParameterGroup> groups,
    GradientFunction function,
    Optimizer optimizer,
    CoefficientTable coefficients,
    double clip,
    int hashEvery) {

  /** Checks that the parts fit. */
  public TrajectorySetup {
    groups = List.copyOf(groups);
    if (groups.size() != coefficients.groups()) {
      throw new IllegalArgumentException(
          "%d parameter groups but coefficients for %d"
              .formatted(groups.size(), coefficients.groups()));
    }
    if (hashEvery < 1) {
      throw new IllegalArgumentException("hashEvery must be at least 1, got " + hashEvery);
    }
  }

  /** Makes a setup without clipping that hashes every 25 steps. */
  public TrajectorySetup(
      List<ParameterGroup> groups,
      GradientFunction function,
      Optimizer optimizer,
      CoefficientTable coefficients) {
    this(groups, function, optimizer, coefficients, Double.POSITIVE_INFINITY, 25);
  }
}
