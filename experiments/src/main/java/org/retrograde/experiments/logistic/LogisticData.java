package org.retrograde.experiments.logistic;

import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.models.data.DataException;

/**
 * Rows of normal features, labels drawn by the log odds of a teacher, and the least mean loss that
 * any weights have on them.
 *
 * @param rows [row][feature]
 * @param positive whether a row has label 1
 * @param least the least loss
 */
record LogisticData(double[][] rows, boolean[] positive, double least) {

  private static final int MOST_STEPS = 100;

  /** Twice what a step of Newton lowers the loss by, to second order. */
  private static final double DECREMENT = 1e-18;

  /** Rows that can be told apart let the loss go to 0. */
  private static final double NO_LOSS = 1e-6;

  private static final double SHORTEST = 1e-12;

  /**
   * Draws rows and finds the least loss, by Newton's method.
   *
   * @throws DataException if some weights put every row on its side, so that there is none
   */
  static LogisticData draw(LogisticConfig config, long seed) {
    RandomGenerator random = new Well19937c(Seeds.of(seed, "logistic", 0));
    double[] scales = new double[config.features()];
    double[] teacher = new double[config.features()];
    double squares = 0;
    for (int k = 0; k < scales.length; k++) {
      scales[k] = StrictMath.pow(k + 1, -config.decay());
      teacher[k] = random.nextGaussian();
      squares += scales[k] * scales[k] * teacher[k] * teacher[k];
    }
    double[][] rows = new double[config.rows()][config.features()];
    boolean[] positive = new boolean[config.rows()];
    for (int i = 0; i < rows.length; i++) {
      double odds = 0;
      for (int k = 0; k < scales.length; k++) {
        rows[i][k] = scales[k] * random.nextGaussian();
        odds += config.signal() / Math.sqrt(squares) * teacher[k] * rows[i][k];
      }
      positive[i] = random.nextDouble() < LogisticObjective.probability(odds);
    }
    LogisticData data = new LogisticData(rows, positive, 0);
    return new LogisticData(rows, positive, data.minimum());
  }

  private double minimum() {
    double[] weights = new double[rows[0].length];
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] gradient = new double[weights.length];
      double loss = LogisticObjective.lossOf(this, weights, gradient);
      RealVector move;
      try {
        move =
            new CholeskyDecomposition(curvature(weights))
                .getSolver()
                .solve(new ArrayRealVector(gradient));
      } catch (NonPositiveDefiniteMatrixException e) {
        break;
      }
      double decrement = new ArrayRealVector(gradient).dotProduct(move);
      if (loss < NO_LOSS) {
        break;
      }
      if (decrement < DECREMENT) {
        return loss;
      }
      double length = length(weights, move, loss, decrement);
      for (int k = 0; k < weights.length; k++) {
        weights[k] -= length * move.getEntry(k);
      }
    }
    throw new DataException(
        "problem logistic: its rows have no least loss, as some weights put every one on its side;"
            + " take more rows, fewer features or less signal");
  }

  /** Halves the step of Newton until the loss falls by a quarter of what it says. */
  private double length(double[] weights, RealVector move, double loss, double decrement) {
    double length = 1;
    while (length > SHORTEST && lossAt(weights, move, length) > loss - decrement * length / 4) {
      length /= 2;
    }
    return length;
  }

  private double lossAt(double[] weights, RealVector move, double length) {
    double[] there = weights.clone();
    for (int k = 0; k < there.length; k++) {
      there[k] -= length * move.getEntry(k);
    }
    return LogisticObjective.lossOf(this, there, new double[there.length]);
  }

  private RealMatrix curvature(double[] weights) {
    RealMatrix sum = new BlockRealMatrix(weights.length, weights.length);
    for (double[] row : rows) {
      double p = LogisticObjective.probability(LogisticObjective.dot(row, weights));
      RealVector vector = new ArrayRealVector(row);
      sum = sum.add(vector.outerProduct(vector).scalarMultiply(p * (1 - p) / rows.length));
    }
    return sum;
  }
}
