package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.InputShape.Image;
import org.retrograde.models.network.FormsOfMup.Rule;
import org.retrograde.models.network.architecture.ConvNet;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.network.architecture.Pooling;
import org.retrograde.models.network.architecture.Stage;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthFactors;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.Start;
import org.retrograde.reversible.trajectory.Trajectory;
import org.retrograde.reversible.trajectory.TrajectorySetup;
import org.retrograde.reversible.trajectory.WayBack;

/**
 * Tests A1 to A3 for convolutional networks: forms of muP are one function and one training. And
 * their training returns.
 */
final class ConvNetFormsTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final Image IMAGE = new Image(6, 6, 2);
  private static final int CLASSES = 4;

  static Stream<Arguments> cases() {
    ConvNet other =
        new ConvNet(
            List.of(
                new Stage(2, 2, 2, 0, Pooling.NONE, 2, 0),
                new Stage(1, 3, 1, 1, Pooling.MEAN, 2, 1)),
            Pooling.NONE);
    return FormsOfMup.RULES.stream()
        .flatMap(rule -> Stream.of(new ConvNet(), other).map(net -> Arguments.of(rule, net)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyFormTrainsAlike(Rule rule, ConvNet network) {
    FormsOfMup.assertTrainAlike(form -> losses(rule, network, form));
  }

  /** The control: what is no form of muP trains otherwise. */
  @ParameterizedTest
  @MethodSource("cases")
  void theStandardParametrizationDoesNot(Rule rule, ConvNet network) {
    FormsOfMup.assertStandardTrainsOtherwise(form -> losses(rule, network, form));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingChangesAtTheBaseWidth(Rule rule, ConvNet network) {
    FormsOfMup.assertNothingChangesAtTheBase(rule, network, sizes(4));
  }

  /** Kernels of 3 x 3 pixels have more fan-in, and none of it grows with the width. */
  @ParameterizedTest
  @ValueSource(strings = {"momentum", "AdamW"})
  void factorsFollowChannelsAndNotPixels(String name) {
    Rule rule =
        FormsOfMup.RULES.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    WidthScaling scaling = scaling(rule, new ConvNet(), Parametrization.MUP, 12);
    boolean adaptive = name.equals("AdamW");
    double root = 1 / Math.sqrt(3);
    assertThat(scaling.of(0))
        .isEqualTo(adaptive ? new WidthFactors(1, 1, 1, 1.0 / 3) : new WidthFactors(3, 1, 1));
    assertThat(scaling.of(2))
        .isEqualTo(
            adaptive ? new WidthFactors(1.0 / 3, root, 1, 1.0 / 3) : new WidthFactors(1, root, 1));
    assertThat(scaling.of(4))
        .isEqualTo(
            adaptive ? new WidthFactors(1, 1, 1.0 / 3, 1.0 / 3) : new WidthFactors(3, 1, 1.0 / 3));
  }

  /** To the last bit, on every device and in both precisions. */
  @ParameterizedTest
  @MethodSource("devices")
  void everyIntegerReturns(String name, Precision precision, Rule rule) {
    try (Device device = Devices.open(name, precision, 1)) {
      int steps = name.equals("host") ? 500 : 10;
      NetworkObjective objective =
          objective(device, rule, new ConvNet(), Parametrization.MUP, steps);
      Trajectory trajectory =
          new Trajectory(
              device,
              new TrajectorySetup(
                  objective.groups(),
                  objective,
                  rule.optimizer(),
                  FormsOfMup.settings(rule, objective.groups(), steps).coefficients()),
              WayBack.Undo.toTheStart(),
              new Start(objective.initialWeights(device)));
      long[][] start = integers(trajectory);
      while (trajectory.step() < steps) {
        trajectory.forward();
      }
      assertThat(integers(trajectory)[0]).isNotEqualTo(start[0]);
      while (trajectory.step() > 0) {
        trajectory.backward();
      }
      assertThat(trajectory.buffersAreEmpty()).isTrue();
      assertThat(integers(trajectory)).isDeepEqualTo(start);
    }
  }

  static Stream<Arguments> devices() {
    return Devices.usable().stream()
        .flatMap(
            device ->
                Stream.of(Precision.values())
                    .flatMap(
                        precision ->
                            FormsOfMup.RULES.stream()
                                .map(rule -> Arguments.of(device, precision, rule))));
  }

  private static long[][] integers(Trajectory trajectory) {
    return trajectory.states().stream()
        .flatMap(state -> state.lanes().stream())
        .map(Lanes::toArray)
        .toArray(long[][]::new);
  }

  /** The gradient of the final loss, by exact replay, against differences of whole runs. */
  @ParameterizedTest
  @MethodSource("cases")
  void hypergradientsAgreeWithDifferences(Rule rule, ConvNet network) {
    NetworkObjective objective =
        objective(DEVICE, rule, network, Parametrization.MUP, FormsOfMup.STEPS);
    RunSettings settings = FormsOfMup.settings(rule, objective.groups(), FormsOfMup.STEPS);
    double[][] derivative =
        Strategy.REPLAY
            .differentiate(run(objective, rule, settings))
            .derivative()
            .coefficients()
            .copyOf(Coefficient.LEARNING_RATE);
    int group = 2;
    double h = 1e-5 * rule.rate();
    double found = 0;
    for (double[] row : derivative) {
      found += row[group];
    }
    double slope =
        (finalLoss(objective, rule, moved(settings, group, h))
                - finalLoss(objective, rule, moved(settings, group, -h)))
            / (2 * h);
    assertThat(Math.abs(found - slope)).isLessThan(1e-5 * Math.abs(slope));
  }

  private static RunSettings moved(RunSettings settings, int group, double h) {
    RunSettings moved = settings.copy();
    moved
        .coefficients()
        .change(Coefficient.LEARNING_RATE, (step, g, rate) -> g == group ? rate + h : rate);
    return moved;
  }

  private static double finalLoss(NetworkObjective objective, Rule rule, RunSettings settings) {
    return run(objective, rule, settings).train().finalLoss();
  }

  private static TrainingRun run(NetworkObjective objective, Rule rule, RunSettings settings) {
    return new TrainingRun(DEVICE, objective, rule.optimizer(), settings);
  }

  private static NetworkSizes sizes(int width) {
    return new NetworkSizes(IMAGE, List.of(width, width), CLASSES, Nonlinearity.GELU);
  }

  private static WidthScaling scaling(Rule rule, ConvNet network, Parametrization form, int width) {
    return FormsOfMup.scaling(rule, network, form, sizes(width), sizes(4));
  }

  private static List<Double> losses(Rule rule, ConvNet network, Parametrization form) {
    WidthScaling scaling = scaling(rule, network, form, 12);
    NetworkObjective objective = objective(DEVICE, rule, network, form, FormsOfMup.STEPS);
    RunSettings tuned = FormsOfMup.settings(rule, objective.groups(), FormsOfMup.STEPS);
    return new PlainStepper(run(objective, rule, scaling.effective(tuned))).train();
  }

  private static NetworkObjective objective(
      Device device, Rule rule, ConvNet network, Parametrization form, int steps) {
    WidthScaling scaling = scaling(rule, network, form, 12);
    NetworkSpec spec =
        NetworkSpec.of(network, sizes(12), Loss.CROSS_ENTROPY)
            .withMultipliers(scaling.multipliers());
    Initializer start =
        new Initializer(Initialization.FAN_IN, spec.layout(), network.layout(sizes(4)), scaling);
    DeviceData data = images(device);
    return new NetworkObjective(
        device,
        new NetworkProblem(
            spec,
            start.draw(device, new Well19937c(3)),
            data,
            BatchPlans.epochs(7, data.rows(), steps, 5),
            List.of(data),
            false));
  }

  private static DeviceData images(Device device) {
    Well19937c random = new Well19937c(2);
    int rows = 20;
    Tensor inputs = device.tensor(rows, IMAGE.features());
    Tensor targets = device.tensor(rows, CLASSES);
    double[] pixels = new double[inputs.size()];
    double[] labels = new double[targets.size()];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < IMAGE.features(); i++) {
        boolean stripe = i / IMAGE.channels() % CLASSES == row % CLASSES;
        pixels[row * IMAGE.features() + i] = random.nextGaussian() + (stripe ? 1 : 0);
      }
      labels[row * CLASSES + row % CLASSES] = 1;
    }
    inputs.assign(pixels);
    targets.assign(labels);
    return new DeviceData(inputs, targets);
  }
}
