package org.retrograde.experiments.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.Start;

/** Runs a reference case on a device and holds every hypergradient against the expected one. */
public final class ReferenceCheck {

  /** The name under which the error of the final loss is returned. */
  public static final String FINAL_LOSS = "final loss";

  private final Device device;
  private final ReferenceCase reference;

  /**
   * Reads the case.
   *
   * @param device of precision float64
   * @throws ReferenceCaseException if the file is not a case
   */
  public ReferenceCheck(Device device, Path file) {
    if (device.precision() != Precision.FLOAT64) {
      throw new IllegalArgumentException(
          "a reference case runs in float64, got " + device.precision());
    }
    this.device = device;
    this.reference = ReferenceCase.read(file);
  }

  /**
   * Returns the error of the final loss and of each block: the largest absolute error over the
   * block's largest entry.
   */
  public List<BlockError> run() {
    NetworkSpec spec = reference.spec();
    Hypergradient result =
        Strategy.REPLAY.differentiate(
            new TrainingRun(
                device,
                new NetworkObjective(device, problem(spec)),
                new Momentum(MomentumForm.PAPER),
                settings(spec)));
    return compare(spec.layout(), result);
  }

  private NetworkProblem problem(NetworkSpec spec) {
    return new NetworkProblem(
        spec,
        Start.copy(
            device, spec.groups(), reference.groups(spec.layout().parameters(), "/raw_init")),
        data(spec, "/train_x", "/train_y"),
        BatchPlans.of(reference.batches()),
        List.of(data(spec, "/val_x", "/val_y")),
        true);
  }

  private DeviceData data(NetworkSpec spec, String inputs, String labels) {
    int[] classes = reference.ints(labels).toArray();
    int outputs = spec.sizes().outputs();
    Tensor x = device.tensor(classes.length, spec.sizes().inputs());
    x.assign(reference.numbers(inputs));
    double[] oneHot = new double[classes.length * outputs];
    for (int i = 0; i < classes.length; i++) {
      oneHot[i * outputs + classes[i]] = 1;
    }
    Tensor y = device.tensor(classes.length, outputs);
    y.assign(oneHot);
    return new DeviceData(x, y);
  }

  private RunSettings settings(NetworkSpec spec) {
    RunSettings settings = new RunSettings(reference.steps(), spec.groups());
    double[] alpha = reference.numbers("/alpha");
    double[] gamma = reference.numbers("/gamma");
    double[] logScale = reference.numbers("/log_init_scale");
    double[] l2 = reference.numbers("/l2");
    Layout layout = spec.layout();
    for (int g = 0; g < layout.parameters().size(); g++) {
      int layer = layout.parameters().get(g).layer();
      settings.initLogScale()[g] = logScale[layer];
      settings.l2()[g] = l2[layer];
      for (int t = 0; t < reference.steps(); t++) {
        int entry = t * layout.layers() + layer;
        settings.coefficients().set(Coefficient.LEARNING_RATE, t, g, alpha[entry]);
        settings.coefficients().set(Coefficient.MOMENTUM, t, g, gamma[entry]);
      }
    }
    return settings;
  }

  private List<BlockError> compare(Layout layout, Hypergradient result) {
    RunSettings derivative = result.derivative();
    List<BlockError> errors = new ArrayList<>();
    double expectedLoss = reference.numbers("/expected/final_val_loss")[0];
    errors.add(new BlockError(FINAL_LOSS, Math.abs(result.finalLoss() - expectedLoss)));
    add(errors, "alpha", byLayer(layout, derivative, Coefficient.LEARNING_RATE));
    add(errors, "gamma", byLayer(layout, derivative, Coefficient.MOMENTUM));
    add(errors, "log_init_scale", byLayer(layout, derivative.initLogScale()));
    add(errors, "l2", byLayer(layout, derivative.l2()));
    add(errors, "train_x", derivative.lossParameter(LossParameter.TRAINING_INPUTS));
    addGroups(errors, layout, "w0", result.start().stream().map(GroupAdjoint::position).toList());
    addGroups(errors, layout, "v0", result.start().stream().map(a -> a.moments().get(0)).toList());
    return errors;
  }

  private static double[] byLayer(Layout layout, RunSettings derivative, Coefficient coefficient) {
    return Arrays.stream(derivative.coefficients().copyOf(coefficient))
        .flatMapToDouble(row -> Arrays.stream(byLayer(layout, row)))
        .toArray();
  }

  /** Returns the sum over the groups of each layer. */
  private static double[] byLayer(Layout layout, double[] groups) {
    double[] sums = new double[layout.layers()];
    for (int g = 0; g < groups.length; g++) {
      sums[layout.parameters().get(g).layer()] += groups[g];
    }
    return sums;
  }

  private void add(List<BlockError> errors, String block, double[] actual) {
    double[] expected = reference.numbers("/expected/hypergrad/" + block);
    errors.add(BlockError.of(block, actual, expected));
  }

  private void addGroups(
      List<BlockError> errors, Layout layout, String block, List<Tensor> actual) {
    double[] all = actual.stream().flatMapToDouble(a -> Arrays.stream(a.toArray())).toArray();
    double[] expected =
        reference.groups(layout.parameters(), "/expected/hypergrad/" + block).stream()
            .flatMapToDouble(Arrays::stream)
            .toArray();
    errors.add(BlockError.of(block, all, expected));
  }

  /**
   * How far one block of numbers is off.
   *
   * @param block its name
   * @param error largest absolute error over the largest expected magnitude; of the final loss, the
   *     absolute error
   */
  public record BlockError(String block, double error) {

    static BlockError of(String block, double[] actual, double[] expected) {
      if (actual.length != expected.length) {
        throw new ReferenceCaseException(
            "%s has %d numbers, the case expects %d"
                .formatted(block, actual.length, expected.length));
      }
      double worst = 0;
      double largest = 0;
      for (int i = 0; i < expected.length; i++) {
        worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
        largest = Math.max(largest, Math.abs(expected[i]));
      }
      return new BlockError(block, worst / largest);
    }
  }
}
