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
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.Start;

/** Runs a reference case on a device and holds every hypergradient against the expected one. */
public final class ReferenceCheck {

  /** The name under which the error of the final loss is returned. */
  public static final String FINAL_LOSS = "final loss";

  private final Device device;
  private final Path file;
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
    this.file = file;
    this.reference = ReferenceCase.read(file);
  }

  /**
   * Returns the error of the final loss and of each block: the largest absolute error over the
   * block's largest entry.
   */
  public List<BlockError> run() {
    NetworkSpec spec = reference.spec();
    try {
      return compare(spec.layout(), differentiate(spec));
    } catch (DivergenceException | CoefficientRangeException e) {
      throw new ReferenceCaseException(
          "%s: its training cannot be followed: %s".formatted(file, e.getMessage()));
    }
  }

  private Hypergradient differentiate(NetworkSpec spec) {
    return Strategy.REPLAY.differentiate(
        new TrainingRun(
            device,
            new NetworkObjective(device, problem(spec)),
            new Momentum(MomentumForm.PAPER),
            settings(spec)));
  }

  private NetworkProblem problem(NetworkSpec spec) {
    return new NetworkProblem(
        spec,
        Start.copy(device, spec.groups(), reference.start()),
        data(spec, "train"),
        BatchPlans.of(reference.batches()),
        List.of(data(spec, "val")),
        true);
  }

  private DeviceData data(NetworkSpec spec, String part) {
    int[] classes = reference.labels(part);
    int outputs = spec.sizes().outputs();
    Tensor x = device.tensor(classes.length, spec.sizes().inputs());
    x.assign(reference.inputs(part));
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
    double[] alpha = reference.setting(ReferenceCase.ALPHA);
    double[] gamma = reference.setting(ReferenceCase.GAMMA);
    double[] logScale = reference.setting(ReferenceCase.LOG_SCALE);
    double[] l2 = reference.setting(ReferenceCase.L2);
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
    double expectedLoss = reference.expectedLoss();
    errors.add(new BlockError(FINAL_LOSS, Math.abs(result.finalLoss() - expectedLoss)));
    add(errors, ReferenceCase.ALPHA, byLayer(layout, derivative, Coefficient.LEARNING_RATE));
    add(errors, ReferenceCase.GAMMA, byLayer(layout, derivative, Coefficient.MOMENTUM));
    add(errors, ReferenceCase.LOG_SCALE, byLayer(layout, derivative.initLogScale()));
    add(errors, ReferenceCase.L2, byLayer(layout, derivative.l2()));
    add(
        errors,
        ReferenceCase.TRAIN_INPUTS,
        derivative.lossParameter(LossParameter.TRAINING_INPUTS));
    List<GroupAdjoint> start = result.start();
    addGroups(errors, ReferenceCase.WEIGHTS, start.stream().map(GroupAdjoint::position).toList());
    addGroups(errors, ReferenceCase.VELOCITY, start.stream().map(a -> a.moments().get(0)).toList());
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
    double[] expected = reference.expected(block);
    errors.add(BlockError.of(block, actual, expected));
  }

  private void addGroups(List<BlockError> errors, String block, List<Tensor> actual) {
    double[] all = actual.stream().flatMapToDouble(a -> Arrays.stream(a.toArray())).toArray();
    double[] expected =
        reference.expectedGroups(block).stream().flatMapToDouble(Arrays::stream).toArray();
    errors.add(BlockError.of(block, all, expected));
  }

  /**
   * How far one block of numbers is off.
   *
   * @param block its name
   * @param error largest absolute error over the largest expected magnitude; of the final loss, and
   *     where all that is expected is 0, the absolute error
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
      return new BlockError(block, largest == 0 ? worst : worst / largest);
    }
  }
}
