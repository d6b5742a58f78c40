package org.retrograde.hypergrad.objective;

import java.util.Arrays;
import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;
import org.retrograde.reversible.trajectory.Start;

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
  public List<Tensor> initialWeights(Device device) {
    return Start.copy(device, groups(), Arrays.asList(objective.initialWeights()));
  }

  @Override
  public Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient) {
    double[][] point = toHost(weights);
    double[][] result = zeros();
    double loss = objective.gradient(step, point, result);
    toDevice(result, gradient);
    return new HostLinearization(step, point, loss);
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

  private final class HostLinearization implements Linearization {

    private final int step;
    private final double[][] weights;
    private final double loss;

    HostLinearization(int step, double[][] weights, double loss) {
      this.step = step;
      this.weights = weights;
      this.loss = loss;
    }

    @Override
    public Scalar loss() {
      return Scalar.of(loss);
    }

    @Override
    public void hessianProduct(
        List<Tensor> direction, List<Tensor> product, double parameterWeight) {
      double[][] result = zeros();
      objective.hessianProduct(step, weights, toHost(direction), result);
      toDevice(result, product);
    }
  }
}
