package org.retrograde.experiments.logistic;

import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealVector;
import org.retrograde.models.data.DataException;

/** The least mean loss that any weights have on some rows, by Newton's method. */
final class LeastLoss {

  private static final int MOST_STEPS = 100;

  /** Twice what a step of Newton lowers the loss by, to second order. */
  private static final double DECREMENT = 1e-18;

  /** Rows that can be told apart let the loss go to 0. */
  private static final double NO_LOSS = 1e-6;

  private static final double SHORTEST = 1e-12;

  private LeastLoss() {}

  /**
   * Finds it.
   *
   * @throws DataException if some weights put every row on its side, so that there is none
   */
  static double of(LogisticRows rows) {
    double[] weights = new double[rows.features()];
    try {
      for (int step = 0; step < MOST_STEPS; step++) {
        double[] gradient = new double[weights.length];
        double loss = rows.loss(weights, gradient);
        RealVector slope = new ArrayRealVector(gradient);
        RealVector move = new CholeskyDecomposition(rows.hessian(weights)).getSolver().solve(slope);
        double decrement = slope.dotProduct(move);
        if (loss < NO_LOSS) {
          break;
        }
        if (decrement < DECREMENT) {
          return loss;
        }
        double length = length(rows, weights, move, loss - decrement / 4);
        weights = moved(weights, move, length);
      }
    } catch (NonPositiveDefiniteMatrixException e) {
      // As where the loss goes to 0: the curvature vanishes.
    }
    throw new DataException(
        "problem logistic: its rows have no least loss, as some weights put every one on its side;"
            + " take more rows, fewer features or less signal");
  }

  /** Halves the step until the loss falls by a quarter of what the step says. */
  private static double length(
      LogisticRows rows, double[] weights, RealVector move, double wanted) {
    double here = rows.loss(weights, new double[weights.length]);
    double length = 1;
    while (length > SHORTEST
        && rows.loss(moved(weights, move, length), new double[weights.length])
            > here + (wanted - here) * length) {
      length /= 2;
    }
    return length;
  }

  private static double[] moved(double[] weights, RealVector move, double length) {
    double[] there = weights.clone();
    for (int k = 0; k < there.length; k++) {
      there[k] -= length * move.getEntry(k);
    }
    return there;
  }
}
