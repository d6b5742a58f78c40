package org.retrograde.hypergrad.gradient;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;
import org.retrograde.reversible.trajectory.Start;

/**
 * A problem on device tensors that reads no number: springs whose stiffness changes with the step,
 * with gradients that a test may spoil.
 */
final class Springs implements Objective {

  private static final List<ParameterGroup> GROUPS =
      List.of(new ParameterGroup("weights", 4, 3, true), new ParameterGroup("bias", 1, 3));

  private final int spoiled;
  private final Spoiling spoiling;
  private boolean trained;

  /** Changes one group's gradient or the loss; {@code back} on the way back. */
  @FunctionalInterface
  interface Spoiling {
    double spoil(int step, boolean back, Tensor gradient);
  }

  Springs(int spoiled, Spoiling spoiling) {
    this.spoiled = spoiled;
    this.spoiling = spoiling;
  }

  Springs(Spoiling spoiling) {
    this(1, spoiling);
  }

  Springs() {
    this((step, back, gradient) -> 0);
  }

  @Override
  public List<ParameterGroup> groups() {
    return GROUPS;
  }

  @Override
  public List<Tensor> initialWeights(Device device) {
    List<double[]> start = new ArrayList<>();
    for (ParameterGroup group : GROUPS) {
      double[] weights = new double[group.size()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = Math.cos(1 + i * i);
      }
      start.add(weights);
    }
    return Start.copy(device, GROUPS, start);
  }

  private static double stiffness(int step) {
    return 0.2 + 0.1 * (step % 3);
  }

  @Override
  public Linearization linearize(int step, List<Tensor> weights, List<Tensor> gradient) {
    Scalar loss = energy(stiffness(step), weights, gradient);
    double added = spoiling.spoil(step, trained, gradient.get(spoiled));
    return new Stretched(step, () -> loss.value() + added);
  }

  private static Scalar energy(double stiffness, List<Tensor> weights, List<Tensor> gradient) {
    List<Scalar> terms = new ArrayList<>();
    for (int g = 0; g < weights.size(); g++) {
      gradient.get(g).assignScaled(stiffness, weights.get(g));
      terms.add(gradient.get(g).dot(weights.get(g)));
    }
    Scalar twice = Scalar.sum(terms);
    return () -> twice.value() / 2;
  }

  @Override
  public double finalLoss(List<Tensor> weights) {
    throw new UnsupportedOperationException();
  }

  @Override
  public double finalGradient(List<Tensor> weights, List<Tensor> gradient) {
    trained = true;
    return energy(1, weights, gradient).value();
  }

  private record Stretched(int step, Scalar loss) implements Linearization {

    @Override
    public void hessianProduct(
        List<Tensor> direction, List<Tensor> product, double parameterWeight) {
      for (int g = 0; g < product.size(); g++) {
        product.get(g).assignScaled(stiffness(step), direction.get(g));
      }
    }
  }
}
