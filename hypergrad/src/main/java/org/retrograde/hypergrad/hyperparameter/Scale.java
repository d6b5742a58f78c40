package org.retrograde.hypergrad.hyperparameter;

import org.retrograde.hypergrad.schedule.Schedule;

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
   * Returns the same factor for all groups.
   *
   * @param steps T, at least 1
   */
  static Scale overTime(Schedule schedule, int steps) {
    return (step, group) -> schedule.factor(step, steps);
  }

  /** Returns a factor for each group, the same at all steps. */
  static Scale ofGroups(double[] factors) {
    double[] copy = factors.clone();
    return (step, group) -> copy[group];
  }
}
