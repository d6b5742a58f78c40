package org.retrograde.experiments.logistic;

import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.models.network.BatchPlan;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * The mean of log(1 + exp(-y &lt;w, x&gt;)), y = 1 or -1, over the rows of a step; the final loss
 * is that of all rows, above the least one. Weights start at 0.
 */
final class LogisticObjective implements HostObjective {

  private final LogisticData data;
  private final BatchPlan batches;

  LogisticObjective(LogisticData data, BatchPlan batches) {
    this.data = data;
    this.batches = batches;
  }

  static List<ParameterGroup> groups(int features) {
    return List.of(new ParameterGroup("w", 1, features));
  }

  /** Returns 1 / (1 + exp(-odds)). */
  static double probability(double odds) {
    return 1 / (1 + StrictMath.exp(-odds));
  }

  static double dot(double[] a, double[] b) {
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
  static double lossOf(LogisticData data, double[] weights, double[] gradient) {
    return lossOf(data, IntStream.range(0, data.rows().length).toArray(), weights, gradient);
  }

  private static double lossOf(LogisticData data, int[] rows, double[] weights, double[] gradient) {
    double sum = 0;
    for (int row : rows) {
      double[] x = data.rows()[row];
      double odds = dot(x, weights) * (data.positive()[row] ? 1 : -1);
      sum += Math.max(-odds, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(odds)));
      double slope = (data.positive()[row] ? -1 : 1) * probability(-odds) / rows.length;
      for (int k = 0; k < x.length; k++) {
        gradient[k] += slope * x[k];
      }
    }
    return sum / rows.length;
  }

  @Override
  public List<ParameterGroup> groups() {
    return groups(data.rows()[0].length);
  }

  @Override
  public double[][] initialWeights() {
    return new double[1][data.rows()[0].length];
  }

  @Override
  public double gradient(int step, double[][] weights, double[][] gradient) {
    return lossOf(data, batches.at(step), weights[0], gradient[0]);
  }

  @Override
  public void hessianProduct(
      int step, double[][] weights, double[][] direction, double[][] product) {
    int[] rows = batches.at(step);
    for (int row : rows) {
      double[] x = data.rows()[row];
      double p = probability(dot(x, weights[0]));
      double along = p * (1 - p) * dot(x, direction[0]) / rows.length;
      for (int k = 0; k < x.length; k++) {
        product[0][k] += along * x[k];
      }
    }
  }

  @Override
  public double finalGradient(double[][] weights, double[][] gradient) {
    return lossOf(data, weights[0], gradient[0]) - data.least();
  }
}
