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
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.parametrization.OptimizerFamily;
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

  private static final List<Integer> SIZES = List.of(784, 50, 50, 50, 10);
  private static final NetworkSpec SPEC =
      NetworkSpec.of(SIZES, Nonlinearity.TANH, Loss.CROSS_ENTROPY);
  private static final int STEPS = 1000;
  private static final int ROWS = 1000;
  private static final int BATCH = 250;

  private enum Decay {
    POINT_NINE,
    RANDOM
  }

  /** A thousand steps on the host; fewer on devices that take longer on a processor. */
  static Stream<Arguments> runs() {
    return Devices.usable().stream()
        .flatMap(
            device -> {
              int steps = STEPS / (device.equals("host") ? 1 : device.equals("nd4j") ? 10 : 25);
              return Stream.of(Precision.values())
                  .flatMap(
                      precision ->
                          Stream.of(Decay.values())
                              .map(decay -> Arguments.of(device, precision, decay, steps)));
            });
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyIntegerReturnsAfterManySteps(String name, Precision precision, Decay decay, int steps) {
    try (Device device = Devices.open(name, precision, 1)) {
      NetworkObjective objective = objective(device, steps);
      CoefficientTable coefficients = coefficients(steps, decay);
      Trajectory trajectory = trajectory(device, objective, coefficients);
      long[][] start = integers(trajectory);
      double first = trajectory.forward();
      double last = first;
      while (trajectory.step() < steps) {
        last = trajectory.forward();
      }
      assertThat(last).as("training loss").isLessThan(0.9 * first);
      MemoryAccount memory = trajectory.memory();
      if (decay == Decay.POINT_NINE && steps == STEPS) {
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
      RunSettings settings = new RunSettings(400, SPEC.groups());
      settings.coefficients().fill(Coefficient.LEARNING_RATE, 0.3);
      settings.coefficients().fill(Coefficient.MOMENTUM, 0.9);
      PlainStepper stepper =
          new PlainStepper(
              new TrainingRun(
                  device,
                  objective(device, 400),
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

  private static CoefficientTable coefficients(int steps, Decay decay) {
    RandomGenerator random = new Well19937c(5);
    int groups = SPEC.groups().size();
    CoefficientTable table = new CoefficientTable(steps, groups);
    table.fill(Coefficient.LEARNING_RATE, 0.3).fill(Coefficient.MOMENTUM, 0.9);
    if (decay == Decay.RANDOM) {
      for (int t = 0; t < steps; t++) {
        for (int g = 0; g < groups; g++) {
          table.set(Coefficient.MOMENTUM, t, g, 0.5 + 0.49 * random.nextDouble());
        }
      }
    }
    return table;
  }

  private static NetworkObjective objective(Device device, int steps) {
    RandomGenerator random = new Well19937c(6);
    float[] inputs = new float[ROWS * 784];
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = random.nextInt(10);
      for (int i = 0; i < 784; i++) {
        // A faint stripe tells the classes apart, so that there is something to learn.
        inputs[row * 784 + i] = random.nextFloat() - 0.5f + (i % 10 == labels[row] ? 0.3f : 0);
      }
    }
    DeviceData data = DeviceData.of(device, LabeledData.of(inputs, labels, 10));
    WidthScaling scaling =
        WidthScaling.ofPerceptron(Parametrization.STANDARD, OptimizerFamily.SGD, SIZES, SIZES);
    return new NetworkObjective(
        device,
        new NetworkProblem(
            SPEC,
            new Initializer(Initialization.FAN_IN, SPEC, SIZES, scaling).draw(device, random),
            data,
            BatchPlan.epochs(random.nextLong(), ROWS, steps, BATCH),
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
