package org.retrograde.experiments.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
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
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * What is timed: tanh networks on random examples the size of MNIST, softmax cross entropy, SGD
 * with momentum .9 in the paper's form, batches one after the other through 10,000 examples, and
 * the loss on 1000 others at the end. {@code torch_workload.py} is the same in PyTorch.
 *
 * @param sizes of the network
 * @param batch rows of each step
 */
record Workload(List<Integer> sizes, int batch) {

  /** The network of the paper's experiments, 44,860 parameters. */
  static final Workload NARROW = new Workload(List.of(784, 50, 50, 50, 10), 250);

  /** A network whose products take most of its time, 1,863,690 parameters. */
  static final Workload WIDE = new Workload(List.of(784, 1024, 1024, 10), 256);

  private static final int EXAMPLES = 10_000;
  private static final int JUDGED = 1000;
  private static final double INIT_SCALE = Math.exp(-3);
  private static final double LEARNING_RATE = Math.exp(-1);
  private static final double MOMENTUM = 0.9;

  /** Makes a run; runs share nothing, so several may go on at once. */
  TrainingRun run(Device device, int steps) {
    NetworkSpec spec = spec();
    RandomGenerator random = new Well19937c(1);
    NetworkProblem problem =
        new NetworkProblem(
            spec,
            spec.groups().stream().map(group -> drawn(device, random, group)).toList(),
            examples(device, random, EXAMPLES),
            BatchPlans.inOrder(EXAMPLES, steps, batch),
            judged(device, random),
            false);
    NetworkObjective objective = new NetworkObjective(device, problem);
    RunSettings settings = new RunSettings(steps, objective.groups());
    settings
        .coefficients()
        .fill(Coefficient.LEARNING_RATE, LEARNING_RATE)
        .fill(Coefficient.MOMENTUM, MOMENTUM);
    return new TrainingRun(device, objective, new Momentum(MomentumForm.PAPER), settings);
  }

  /** Returns the network. */
  NetworkSpec spec() {
    return NetworkSpec.of(sizes, Nonlinearity.TANH, Loss.CROSS_ENTROPY);
  }

  /** Makes parts of the shape of a batch, and what is left over. */
  private List<DeviceData> judged(Device device, RandomGenerator random) {
    List<DeviceData> parts = new ArrayList<>();
    for (int from = 0; from < JUDGED; from += batch) {
      parts.add(examples(device, random, Math.min(batch, JUDGED - from)));
    }
    return parts;
  }

  private static Tensor drawn(Device device, RandomGenerator random, ParameterGroup group) {
    Tensor weights = device.tensor(Precision.FLOAT64, group.rows(), group.cols());
    weights.assign(() -> INIT_SCALE * random.nextGaussian());
    return weights;
  }

  private DeviceData examples(Device device, RandomGenerator random, int rows) {
    int features = sizes.get(0);
    int classes = sizes.get(sizes.size() - 1);
    Tensor inputs = device.tensor(rows, features);
    inputs.assign(gaussians(random, rows * features, 1));
    double[] oneHot = new double[rows * classes];
    for (int i = 0; i < rows; i++) {
      oneHot[i * classes + random.nextInt(classes)] = 1;
    }
    Tensor targets = device.tensor(rows, classes);
    targets.assign(oneHot);
    return new DeviceData(inputs, targets);
  }

  static double[] gaussians(RandomGenerator random, int length, double scale) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> scale * random.nextGaussian());
    return values;
  }

  /** Returns the seconds of training alone, the loss at the end included. */
  static double trainSeconds(TrainingRun run) {
    long start = System.nanoTime();
    run.train().finalLoss();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Returns the seconds of one exact hypergradient, training included. */
  static double hypergradientSeconds(TrainingRun run) {
    long start = System.nanoTime();
    Strategy.REPLAY.differentiate(run);
    return (System.nanoTime() - start) / 1e9;
  }
}
