package org.retrograde.hypergrad.hyperparameter;

import java.util.stream.IntStream;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * What a tuned value is multiplied by at each step for each parameter group, without being tuned
 * itself: a link of the chain eta lambda_l s(t / T). Scales compose, and derivatives are pulled
 * back through all of them.
 */
@FunctionalInterface
public interface Scale {

  /** Changes nothing. */
  Scale ONE = (step, group) -> 1;

  /** Returns a factor above 0. */
  double at(int step, int group);

  /** Returns the product of two. */
  default Scale times(Scale other) {
    return (step, group) -> at(step, group) * other.at(step, group);
  }

  /**
   * Sets a coefficient to this times a value, at every step and for every group.
   *
   * @param table modified
   */
  default void fill(CoefficientTable table, Coefficient coefficient, double value) {
    for (int t = 0; t < table.steps(); t++) {
      for (int g = 0; g < table.groups(); g++) {
        table.set(coefficient, t, g, at(t, g) * value);
      }
    }
  }

  /**
   * Returns the same factor for all groups.
   *
   * @param steps T, at least 1
   */
  static Scale overTime(Schedule schedule, int steps) {
    double[] factors =
        IntStream.range(0, steps).mapToDouble(step -> schedule.factor(step, steps)).toArray();
    return (step, group) -> factors[step];
  }

  /** Returns a factor for each group, the same at all steps. */
  static Scale ofGroups(double[] factors) {
    double[] copy = factors.clone();
    return (step, group) -> copy[group];
  }
}
