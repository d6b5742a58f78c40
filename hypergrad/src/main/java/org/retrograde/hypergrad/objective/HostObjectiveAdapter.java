package org.retrograde.hypergrad.objective;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
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
    double[][] weights = objective.initialWeights();
    requireShapes("initialWeights()", weights);
    return Start.copy(device, groups(), Arrays.asList(weights));
  }

  @Override
  public Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient) {
    double[][] point = toHost(weights);
    double[][] result = zeros();
    double loss = objective.gradient(step, point, result);
    toDevice("gradient", result, gradient);
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
    toDevice("finalGradient", result, gradient);
    return loss;
  }

  /** The arrays may have been replaced, so that nothing else says whose they are. */
  private void requireShapes(String method, double[][] values) {
    List<ParameterGroup> groups = groups();
    if (values.length != groups.size()) {
      throw new IllegalArgumentException(
          "%s has arrays for %d parameter groups, but groups() names %d"
              .formatted(method, values.length, groups.size()));
    }
    for (int g = 0; g < values.length; g++) {
      ParameterGroup group = groups.get(g);
      if (values[g] == null || values[g].length != group.size()) {
        throw new IllegalArgumentException(
            "%s: parameter group %s is %d x %d and needs %d numbers, got %s"
                .formatted(
                    method,
                    group.name(),
                    group.rows(),
                    group.cols(),
                    group.size(),
                    values[g] == null ? "null" : String.valueOf(values[g].length)));
      }
    }
  }

  private double[][] zeros() {
    return groups().stream().map(group -> new double[group.size()]).toArray(double[][]::new);
  }

  private static double[][] toHost(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::toArray).toArray(double[][]::new);
  }

  private void toDevice(String method, double[][] values, List<Tensor> tensors) {
    requireShapes(method, values);
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
      toDevice("hessianProduct", result, product);
    }

    @Override
    public OptionalLong bytesToHold() {
      return OptionalLong.of(
          Arrays.stream(weights).mapToLong(group -> (long) Double.BYTES * group.length).sum());
    }

    @Override
    public void hold() {
      // The weights here are copies.
    }
  }
}
