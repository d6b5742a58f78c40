package org.retrograde.experiments.solvable;

import java.util.List;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A loss that is linear in what is trained, as expectations of second moments are: its gradient is
 * the same everywhere, and the training loss of every step is the final one.
 */
final class LinearObjective implements HostObjective {

  private final double constant;
  private final double[] slopes;
  private final double[] start;

  /**
   * Makes one with a single parameter group, "modes".
   *
   * @param constant the loss of weights that are all 0
   * @param slopes its gradient, [mode]. Copied.
   * @param start the weights before the first step, [mode]. Copied.
   */
  LinearObjective(double constant, double[] slopes, double[] start) {
    this.constant = constant;
    this.slopes = slopes.clone();
    this.start = start.clone();
  }

  @Override
  public List<ParameterGroup> groups() {
    return List.of(new ParameterGroup("modes", 1, start.length));
  }

  @Override
  public double[][] initialWeights() {
    return new double[][] {start.clone()};
  }

  @Override
  public double gradient(int step, double[][] weights, double[][] gradient) {
    return finalGradient(weights, gradient);
  }

  /** There is no curvature. */
  @Override
  public void hessianProduct(
      int step, double[][] weights, double[][] direction, double[][] product) {}

  @Override
  public double finalGradient(double[][] weights, double[][] gradient) {
    double loss = constant;
    for (int k = 0; k < slopes.length; k++) {
      gradient[0][k] = slopes[k];
      loss += slopes[k] * weights[0][k];
    }
    return loss;
  }
}
