package org.retrograde.experiments.logistic;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.trial.Seeds;

/**
 * Rows of normal features, and labels that were drawn by the log odds of a teacher; and the mean of
 * log(1 + exp(-y &lt;w, x&gt;)) over some of them, y = 1 or -1.
 */
final class LogisticRows {

  private final double[][] rows;
  private final boolean[] positive;

  private LogisticRows(double[][] rows, boolean[] positive) {
    this.rows = rows;
    this.positive = positive;
  }

  /** Draws rows. */
  static LogisticRows draw(LogisticConfig config, long seed) {
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
      positive[i] = random.nextDouble() < probability(odds);
    }
    return new LogisticRows(rows, positive);
  }

  /** Returns the number of rows. */
  int size() {
    return rows.length;
  }

  /** Returns the number of features. */
  int features() {
    return rows[0].length;
  }

  private static double probability(double odds) {
    return 1 / (1 + StrictMath.exp(-odds));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /**
   * Returns the mean loss over all rows.
   *
   * @param gradient zeros. Overwritten.
   */
  double loss(double[] weights, double[] gradient) {
    return loss(IntStream.range(0, rows.length).toArray(), weights, gradient);
  }

  /**
   * Returns the mean loss over some rows.
   *
   * @param gradient zeros. Overwritten.
   */
  double loss(int[] some, double[] weights, double[] gradient) {
    double sum = 0;
    for (int row : some) {
      double[] x = rows[row];
      double odds = dot(x, weights) * (positive[row] ? 1 : -1);
      sum += Math.max(-odds, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(odds)));
      double slope = (positive[row] ? -1 : 1) * probability(-odds) / some.length;
      for (int k = 0; k < x.length; k++) {
        gradient[k] += slope * x[k];
      }
    }
    return sum / some.length;
  }

  /**
   * Multiplies the Hessian of the mean loss over some rows.
   *
   * @param product zeros. Overwritten.
   */
  void hessianProduct(int[] some, double[] weights, double[] direction, double[] product) {
    for (int row : some) {
      double[] x = rows[row];
      double along = curvature(x, weights) * dot(x, direction) / some.length;
      for (int k = 0; k < x.length; k++) {
        product[k] += along * x[k];
      }
    }
  }

  private static double curvature(double[] row, double[] weights) {
    double p = probability(dot(row, weights));
    return p * (1 - p);
  }

  /** Returns the Hessian of the mean loss over all rows. */
  RealMatrix hessian(double[] weights) {
    RealMatrix scaled = new BlockRealMatrix(rows.length, weights.length);
    for (int i = 0; i < rows.length; i++) {
      double root = Math.sqrt(curvature(rows[i], weights) / rows.length);
      for (int k = 0; k < weights.length; k++) {
        scaled.setEntry(i, k, root * rows[i][k]);
      }
    }
    return scaled.transpose().multiply(scaled);
  }
}
