package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.Perceptrons;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.StepScaling;
import org.retrograde.reversible.trajectory.MemoryAccount;
import org.retrograde.reversible.trajectory.Start;
import org.retrograde.reversible.trajectory.Trajectory;
import org.retrograde.reversible.trajectory.TrajectorySetup;
import org.retrograde.reversible.trajectory.WayBack;

/**
 * The paper's network, 784-50-50-50-10 with batches of 250, trained and taken back, on data of the
 * shape of MNIST.
 */
final class NetworkReversalTest {

  private static final int CLASSES = 10;

  private static final Size PAPER = new Size(List.of(784, 50, 50, 50, CLASSES), 1000, 250, 1000);

  /** For devices that take longer on a processor; heads spill several times all the same. */
  private static final Size SMALL = new Size(List.of(30, 12, 12, CLASSES), 120, 30, 350);

  private record Size(List<Integer> sizes, int rows, int batch, int steps) {
    NetworkSpec spec() {
      return NetworkSpec.of(sizes, Nonlinearity.TANH, Loss.CROSS_ENTROPY);
    }
  }

  private enum Decay {
    POINT_NINE,
    RANDOM
  }

  static Stream<Arguments> runs() {
    return Devices.usable().stream()
        .flatMap(
            device -> {
              Size size = device.equals("host") ? PAPER : SMALL;
              return Stream.of(Precision.values())
                  .flatMap(
                      precision ->
                          Stream.of(Decay.values())
                              .map(decay -> Arguments.of(device, size, precision, decay)));
            });
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyIntegerReturnsAfterHundredsOfSteps(
      String name, Size size, Precision precision, Decay decay) {
    try (Device device = Devices.open(name, precision, 1)) {
      NetworkObjective objective = objective(device, size, size.steps());
      CoefficientTable coefficients = coefficients(size, decay);
      Trajectory trajectory = trajectory(device, objective, coefficients);
      long[][] start = integers(trajectory);
      double first = trajectory.forward();
      double last = first;
      while (trajectory.step() < size.steps()) {
        last = trajectory.forward();
      }
      assertThat(last).as("training loss").isLessThan(0.9 * first);
      MemoryAccount memory = trajectory.memory();
      if (decay == Decay.POINT_NINE && size.equals(PAPER)) {
        assertThat(memory.accounted()).isBetween(memory.entropyLimit(), 1.02 * 0.152);
      }
      while (trajectory.step() > 0) {
        trajectory.backward();
      }
      assertThat(trajectory.buffersAreEmpty()).isTrue();
      assertThat(integers(trajectory)).isDeepEqualTo(start);
    }
  }

  @Test
  void plainDoublesAreLostAfterFourHundredSteps() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      RunSettings settings = new RunSettings(400, PAPER.spec().groups());
      settings.coefficients().fill(Coefficient.LEARNING_RATE, 0.3);
      settings.coefficients().fill(Coefficient.MOMENTUM, 0.9);
      PlainStepper stepper =
          new PlainStepper(
              new TrainingRun(
                  device,
                  objective(device, PAPER, 400),
                  new Momentum(MomentumForm.PAPER),
                  settings.withExactDecays()));
      assertThat(stepper.roundTripError()).isGreaterThan(1e-3);
    }
  }

  private static Trajectory trajectory(
      Device device, NetworkObjective objective, CoefficientTable coefficients) {
    return new Trajectory(
        device,
        new TrajectorySetup(
            objective.groups(), objective, new Momentum(MomentumForm.PAPER), coefficients),
        WayBack.Undo.toTheStart(),
        new Start(objective.initialWeights(device)));
  }

  private static CoefficientTable coefficients(Size size, Decay decay) {
    RandomGenerator random = new Well19937c(5);
    int groups = size.spec().groups().size();
    CoefficientTable table = new CoefficientTable(size.steps(), groups);
    table.fill(Coefficient.LEARNING_RATE, 0.3).fill(Coefficient.MOMENTUM, 0.9);
    if (decay == Decay.RANDOM) {
      for (int t = 0; t < size.steps(); t++) {
        for (int g = 0; g < groups; g++) {
          table.set(Coefficient.MOMENTUM, t, g, 0.5 + 0.49 * random.nextDouble());
        }
      }
    }
    return table;
  }

  private static NetworkObjective objective(Device device, Size size, int steps) {
    RandomGenerator random = new Well19937c(6);
    int features = size.sizes.get(0);
    float[] inputs = new float[size.rows * features];
    int[] labels = new int[size.rows];
    for (int row = 0; row < size.rows; row++) {
      labels[row] = random.nextInt(CLASSES);
      for (int i = 0; i < features; i++) {
        // A faint stripe tells the classes apart, so that there is something to learn.
        boolean isStripe = i % CLASSES == labels[row];
        inputs[row * features + i] = random.nextFloat() - 0.5f + (isStripe ? 0.3f : 0);
      }
    }
    DeviceData data = DeviceData.of(device, LabeledData.of(inputs, labels, CLASSES));
    Layout layout = size.spec().layout();
    WidthScaling scaling =
        Perceptrons.scaling(
            Parametrization.STANDARD, StepScaling.PROPORTIONAL, size.sizes, size.sizes);
    return new NetworkObjective(
        device,
        new NetworkProblem(
            size.spec(),
            new Initializer(Initialization.FAN_IN, layout, layout, scaling).draw(device, random),
            data,
            BatchPlans.epochs(random.nextLong(), size.rows, steps, size.batch),
            List.of(data),
            false));
  }

  private static long[][] integers(Trajectory trajectory) {
    return trajectory.states().stream()
        .flatMap(state -> state.lanes().stream())
        .map(Lanes::toArray)
        .toArray(long[][]::new);
  }
}
