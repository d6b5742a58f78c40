package org.retrograde.hypergrad.check;

import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Nesterov;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.RmsProp;

/**
 * The formulas of the update rules in plain double arithmetic, written down a second time so that
 * they can be held against the exact ones.
 */
interface PlainRule {

  /**
   * The coefficients of one step and group.
   *
   * @param table of the run
   * @param step t, from 0
   * @param group from 0
   */
  record At(CoefficientTable table, int step, int group) {

    double rate() {
      return get(Coefficient.LEARNING_RATE);
    }

    double get(Coefficient coefficient) {
      return table.get(coefficient, step, group);
    }

    /** Returns 1 - the product of a coefficient over all steps so far. */
    double biasCorrection(Coefficient coefficient) {
      double product = 1;
      for (int t = 0; t <= step; t++) {
        product *= table.get(coefficient, t, group);
      }
      return 1 - product;
    }
  }

  /**
   * Takes one step.
   *
   * @param x position. Modified.
   * @param m moments. Modified.
   * @param g gradient at x
   */
  void step(At at, double[] x, double[][] m, double[] g);

  /** Undoes what a step did to the position. */
  default void undoPosition(At at, double[] x, double[][] m) {
    throw new UnsupportedOperationException("this rule cannot be undone");
  }

  /** Undoes what a step did to the moments. */
  default void undoMoments(At at, double[][] m, double[] g) {
    throw new UnsupportedOperationException("this rule cannot be undone");
  }

  /**
   * Returns the plain form of an optimizer.
   *
   * @throws IllegalArgumentException if there is none
   */
  static PlainRule of(Optimizer optimizer) {
    if (optimizer instanceof Momentum momentum) {
      return new PlainMomentum(momentum.form() == MomentumForm.PAPER);
    }
    if (optimizer instanceof AdamW) {
      return new PlainAdamW();
    }
    if (optimizer instanceof Nesterov) {
      return new PlainNesterov();
    }
    if (optimizer instanceof RmsProp) {
      return new PlainRmsProp();
    }
    throw new IllegalArgumentException(
        "no plain form of %s to check it against".formatted(optimizer.label()));
  }
}
