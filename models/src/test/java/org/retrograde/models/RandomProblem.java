package org.retrograde.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.models.network.BatchPlan;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;
import org.retrograde.reversible.trajectory.Start;

/**
 * Random examples, weights and settings for a network, each a function of the seed.
 *
 * @param spec the network
 * @param rows training examples; half as many are judged
 * @param batch rows a step
 * @param seed of everything
 */
public record RandomProblem(NetworkSpec spec, int rows, int batch, long seed) {

  /** Standard normal inputs, [rows][features]. */
  public double[][] inputs(int count, long purpose) {
    RandomGenerator random = random(purpose);
    double[][] inputs = new double[count][spec.sizes().inputs()];
    for (double[] row : inputs) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    return inputs;
  }

  /** Random probabilities, [rows][outputs]: they serve either loss. */
  public double[][] targets(int count, long purpose) {
    RandomGenerator random = random(purpose + 1);
    double[][] targets = new double[count][spec.sizes().outputs()];
    for (double[] row : targets) {
      Arrays.setAll(row, i -> random.nextDouble());
      double sum = Arrays.stream(row).sum();
      Arrays.setAll(row, i -> row[i] / sum);
    }
    return targets;
  }

  /** Normal weights of standard deviation 1 / sqrt(fan-in), biases of 0.3. */
  public List<double[]> weights() {
    RandomGenerator random = random(3);
    List<double[]> weights = new ArrayList<>();
    for (ParameterGroup group : spec.groups()) {
      double deviation = group.rows() == 1 ? 0.3 : 1 / Math.sqrt(group.rows());
      double[] drawn = new double[group.size()];
      Arrays.setAll(drawn, i -> deviation * random.nextGaussian());
      weights.add(drawn);
    }
    return weights;
  }

  /** The same weights on a device. */
  public List<Tensor> start(Device device) {
    return Start.copy(device, spec.groups(), weights());
  }

  /** Settings with another number in every place; decays as they are in use, and wider. */
  public RunSettings settings(int steps, double peak, Optimizer optimizer, boolean tunesInputs) {
    RandomGenerator random = random(4);
    RunSettings settings = new RunSettings(steps, spec.groups());
    for (int g = 0; g < spec.groups().size(); g++) {
      for (int t = 0; t < steps; t++) {
        for (Coefficient coefficient : optimizer.coefficients()) {
          double value = value(coefficient, peak, random.nextDouble());
          settings.coefficients().set(coefficient, t, g, value);
        }
      }
      settings.initLogScale()[g] = 0.3 * random.nextGaussian();
      settings.l2()[g] = 0.01 * random.nextDouble();
      Arrays.setAll(settings.l2PerParameter().get(g), i -> 0.01 * random.nextDouble());
    }
    if (tunesInputs) {
      settings.setLossParameter(LossParameter.TRAINING_INPUTS, flat(inputs(rows, 10)));
    }
    return settings;
  }

  private static double value(Coefficient coefficient, double peak, double uniform) {
    return switch (coefficient.word()) {
      case "learning-rate" -> peak * (0.2 + 0.8 * uniform);
      case "momentum" -> 0.5 + 0.49 * uniform;
      case "beta1" -> 0.85 + 0.1 * uniform;
      case "beta2" -> 0.99 + 0.0099 * uniform;
      case "epsilon" -> Math.pow(10, -8 + 5 * uniform);
      case "weight-decay" -> 0.2 * uniform;
      default -> 0.1 + 0.8 * uniform;
    };
  }

  /** The objective over some steps, batches drawn epoch by epoch. */
  public NetworkObjective objective(Device device, int steps, boolean tunesInputs) {
    return new NetworkObjective(
        device,
        new NetworkProblem(
            spec,
            start(device),
            data(device, rows, 10),
            batches(steps),
            List.of(data(device, Math.max(rows / 2, 1), 20)),
            tunesInputs));
  }

  /** Which rows each step sees, epoch by epoch. */
  public BatchPlan batches(int steps) {
    return BatchPlans.epochs(1000 * seed + 5, rows, steps, batch);
  }

  /** Examples on a device; {@code purpose} as in {@link #inputs}. */
  public DeviceData data(Device device, int count, long purpose) {
    return new DeviceData(
        tensor(device, inputs(count, purpose)), tensor(device, targets(count, purpose)));
  }

  private static Tensor tensor(Device device, double[][] matrix) {
    Tensor tensor = device.tensor(matrix.length, matrix[0].length);
    tensor.assign(flat(matrix));
    return tensor;
  }

  private static double[] flat(double[][] matrix) {
    return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
  }

  private RandomGenerator random(long purpose) {
    return new Well19937c(1000 * seed + purpose);
  }
}
