package org.retrograde.reversible.optimizer;

/**
 * The formulas of the update rules in plain double arithmetic, written down a second time so that
 * they can be held against the exact ones. One rule is for one run, as it may remember how that
 * began.
 */
public interface PlainRule {

  /**
   * The coefficients of one step and group.
   *
   * @param table of the run
   * @param step t, from 0
   * @param group from 0
   */
  record At(CoefficientTable table, int step, int group) {

    /** Returns the learning rate. */
    public double rate() {
      return get(Coefficient.LEARNING_RATE);
    }

    /** Returns the number of a coefficient. */
    public double get(Coefficient coefficient) {
      return table.get(coefficient, step, group);
    }

    /** Returns 1 - the product of a coefficient over all steps so far. */
    public double biasCorrection(Coefficient coefficient) {
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
}
