package org.retrograde.hypergrad.hyperparameter;

import org.retrograde.reversible.optimizer.Coefficient;

/**
 * A hyperparameter that is a coefficient of the update rule over time: knots, times a scale. The
 * first raw numbers are the knots', [knot, column].
 */
public interface OverTime extends Tied {

  /** Returns which coefficient. */
  Coefficient coefficient();

  /** Returns the number of knots. */
  int knots();

  @Override
  default int rows() {
    return knots();
  }

  /**
   * Returns what the values of the knots are multiplied by.
   *
   * @param raw numbers of this
   */
  Scale scale(double[] raw);
}
