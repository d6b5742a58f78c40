package org.retrograde.models.bench;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.UsualSettings;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * The network that is timed, with data and first weights; its runs share them. gpu/torch_peer.py
 * and gpu/jax_peer.py train the same shapes.
 */
final class TimedNetwork {

  /** Different batches, which come round and round. */
  static final int BATCHES = 4;

  private static final int FEATURES = 784;
  private static final int CLASSES = 10;
  private static final int NARROW = 100;

  private final Device device;
  private final NetworkSpec spec;
  private final int batch;
  private final List<Tensor> weights;
  private final DeviceData training;
  private final DeviceData judged;

  TimedNetwork(Device device, int width) {
    this.device = device;
    this.spec =
        NetworkSpec.of(
            width < NARROW
                ? List.of(FEATURES, width, width, width, CLASSES)
                : List.of(FEATURES, width, width, CLASSES),
            Nonlinearity.TANH,
            Loss.CROSS_ENTROPY);
    this.batch = width < NARROW ? 250 : 256;
    RandomGenerator random = new Well19937c(1);
    this.weights = spec.groups().stream().map(group -> start(random, group)).toList();
    this.training = examples(random, BATCHES * batch);
    this.judged = examples(random, batch);
  }

  /** Uniform weights of standard deviation 1 / sqrt(fan-in), biases of 0. */
  private Tensor start(RandomGenerator random, ParameterGroup group) {
    double scale = group.rows() == 1 ? 0 : Math.sqrt(3.0 / group.rows());
    Tensor start = device.tensor(Precision.FLOAT64, group.rows(), group.cols());
    start.assign(uniform(random, scale));
    return start;
  }

  private static DoubleSupplier uniform(RandomGenerator random, double scale) {
    return () -> scale * (2 * random.nextDouble() - 1);
  }

  private DeviceData examples(RandomGenerator random, int rows) {
    Tensor inputs = device.tensor(rows, FEATURES);
    inputs.assign(uniform(random, Math.sqrt(3)));
    double[] oneHot = new double[rows * CLASSES];
    for (int i = 0; i < rows; i++) {
      oneHot[i * CLASSES + random.nextInt(CLASSES)] = 1;
    }
    Tensor targets = device.tensor(rows, CLASSES);
    targets.assign(oneHot);
    return new DeviceData(inputs, targets);
  }

  long parameters() {
    return spec.groups().stream().mapToLong(ParameterGroup::size).sum();
  }

  /** Returns a run of some steps; the optimizer is momentum or adamw. */
  TrainingRun run(String optimizer, int steps) {
    NetworkProblem problem =
        new NetworkProblem(
            spec,
            weights,
            training,
            BatchPlans.inOrder(training.rows(), steps, batch),
            List.of(judged),
            false);
    NetworkObjective objective = new NetworkObjective(device, problem);
    Optimizer rule = rule(optimizer);
    RunSettings settings = UsualSettings.of(rule, steps, objective.groups());
    return new TrainingRun(device, objective, rule, settings);
  }

  static Optimizer rule(String name) {
    return switch (name) {
      case "momentum" -> new Momentum(MomentumForm.PAPER);
      case "adamw" -> new AdamW();
      default ->
          throw new IllegalArgumentException("must be momentum or adamw, got '%s'".formatted(name));
    };
  }
}
