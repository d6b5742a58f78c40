package org.retrograde.hypergrad.objective;

import java.util.Arrays;
import java.util.List;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Lets a {@link HostObjective} train on any device, copying arrays to and from it. */
public final class HostObjectiveAdapter implements Objective {

  private final HostObjective objective;

  /** Adapts {@code objective}. */
  public HostObjectiveAdapter(HostObjective objective) {
    this.objective = objective;
  }

  @Override
  public List<ParameterGroup> groups() {
    return objective.groups();
  }

  @Override
  public List<double[]> initialWeights() {
    return Arrays.asList(objective.initialWeights());
  }

  @Override
  public double evaluate(int step, List<Tensor> weights, List<Tensor> gradient) {
    double[][] result = zeros();
    double loss = objective.gradient(step, toHost(weights), result);
    toDevice(result, gradient);
    return loss;
  }

  @Override
  public double evaluateHessianProduct(
      int step,
      List<Tensor> weights,
      List<Tensor> direction,
      List<Tensor> gradient,
      List<Tensor> product,
      double parameterWeight) {
    double[][] result = zeros();
    objective.hessianProduct(step, toHost(weights), toHost(direction), result);
    toDevice(result, product);
    return evaluate(step, weights, gradient);
  }

  @Override
  public double finalLoss(List<Tensor> weights) {
    return objective.finalGradient(toHost(weights), zeros());
  }

  @Override
  public double finalGradient(List<Tensor> weights, List<Tensor> gradient) {
    double[][] result = zeros();
    double loss = objective.finalGradient(toHost(weights), result);
    toDevice(result, gradient);
    return loss;
  }

  private double[][] zeros() {
    return groups().stream().map(group -> new double[group.size()]).toArray(double[][]::new);
  }

  private static double[][] toHost(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::toArray).toArray(double[][]::new);
  }

  private static void toDevice(double[][] values, List<Tensor> tensors) {
    for (int g = 0; g < values.length; g++) {
      tensors.get(g).assign(values[g]);
    }
  }
}
