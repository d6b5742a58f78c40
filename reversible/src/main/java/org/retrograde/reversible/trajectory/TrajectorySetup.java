package org.retrograde.reversible.trajectory;

import java.util.List;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.ReversibleOptimizer;

/**
 * What a run trains and how.
 *
 * @param groups parameter groups, at least one
 * @param optimizer update rule
 * @param coefficients for every step and group
 * @param history how to find the way back
 * @param hashEvery steps between two state hashes, at least 1
 */
public record TrajectorySetup(
    List<ParameterGroup> groups,
    ReversibleOptimizer optimizer,
    CoefficientTable coefficients,
    History history,
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

  /** Returns a setup that goes back by undoing its steps. */
  public static TrajectorySetup undoing(
      List<ParameterGroup> groups, ReversibleOptimizer optimizer, CoefficientTable coefficients) {
    return new TrajectorySetup(
        groups, optimizer, coefficients, new UndoHistory(optimizer, coefficients), 25);
  }
}
