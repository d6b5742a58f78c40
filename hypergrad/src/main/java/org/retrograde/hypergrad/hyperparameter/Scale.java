package org.retrograde.hypergrad.hyperparameter;

import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.storage.DoubleStore;

/**
 * What a tuned value is multiplied by at each step for each parameter group, without being tuned
 * itself: the links lambda_l s(t / T) of the chain eta lambda_l s(t / T). Derivatives are pulled
 * back through both.
 */
public final class Scale {

  /** Changes nothing. */
  public static final Scale ONE = ofGroups(new double[0]);

  private final double[] ofGroups; // empty: 1 for all
  private final Schedule shape;
  private final DoubleStore overTime; // empty: 1 at all steps

  private Scale(double[] ofGroups, Schedule shape, DoubleStore overTime) {
    this.ofGroups = ofGroups;
    this.shape = shape;
    this.overTime = overTime;
  }

  /** Returns a factor for each group, the same at all steps. */
  public static Scale ofGroups(double[] factors) {
    return new Scale(factors.clone(), Schedules.FLAT, new DoubleStore(0));
  }

  /**
   * Returns the factors of the groups, times those of a schedule in place of the one there was.
   *
   * @param steps T, at least 1
   */
  public Scale overTime(Schedule schedule, int steps) {
    DoubleStore factors = new DoubleStore(steps);
    for (int step = 0; step < steps; step++) {
      factors.set(step, schedule.factor(step, steps));
    }
    return new Scale(ofGroups, schedule, factors);
  }

  /** Returns a factor above 0: that of the group, times that of the step. */
  public double at(int step, int group) {
    return of(group) * (overTime.length() == 0 ? 1 : overTime.get(step));
  }

  /** Returns the factor of a group, above 0. */
  public double of(int group) {
    return ofGroups.length == 0 ? 1 : ofGroups[group];
  }

  /** Returns the schedule, whose factors are those of the steps. */
  public Schedule shape() {
    return shape;
  }

  /**
   * Sets a coefficient to this times a value, at every step and for every group.
   *
   * @param table modified
   */
  public void fill(CoefficientTable table, Coefficient coefficient, double value) {
    for (int t = 0; t < table.steps(); t++) {
      for (int g = 0; g < table.groups(); g++) {
        table.set(coefficient, t, g, at(t, g) * value);
      }
    }
  }
}
