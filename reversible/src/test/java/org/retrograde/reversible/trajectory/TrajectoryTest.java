package org.retrograde.reversible.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.ReversibleOptimizer;

final class TrajectoryTest {

  private static final int STEPS = 150;
  private static final List<ParameterGroup> GROUPS =
      List.of(
          new ParameterGroup("weights 1", 7, 5),
          new ParameterGroup("bias 1", 1, 5),
          new ParameterGroup("weights 2", 5, 1));

  static Stream<Arguments> runs() {
    return Devices.names().stream()
        .flatMap(
            device ->
                Stream.of(Precision.values())
                    .flatMap(
                        precision ->
                            Stream.of(MomentumForm.values())
                                .flatMap(
                                    form ->
                                        Stream.of(1L, 2L, 3L)
                                            .map(
                                                seed ->
                                                    Arguments.of(device, precision, form, seed)))));
  }

  @ParameterizedTest(name = "{0}, {1}, {2}, seed {3}")
  @MethodSource("runs")
  void replayBackwardReturnsEveryBitOfTheStart(
      String name, Precision precision, MomentumForm form, long seed) {
    try (Device device = Devices.open(name, precision, 1)) {
      CoefficientTable coefficients = randomCoefficients(seed);
      Trajectory run = undoing(device, form, coefficients, seed);
      GradientFunction function = new TiltedWells(device, GROUPS, Nonlinearity.TANH);
      Deque<List<long[]>> states = new ArrayDeque<>();
      for (int step = 0; step < STEPS; step++) {
        states.push(lanes(run));
        run.forward(function);
      }
      assertThat(run.step()).isEqualTo(STEPS);
      assertThat(run.buffersAreEmpty()).isFalse();
      assertThat(run.stateHash()).isNotEqualTo(run.startHash());

      while (run.step() > 0) {
        run.backward(function);
        List<long[]> forward = states.pop();
        List<long[]> backward = lanes(run);
        for (int i = 0; i < forward.size(); i++) {
          assertThat(backward.get(i)).as("step %d", run.step()).isEqualTo(forward.get(i));
        }
      }
      assertThat(run.buffersAreEmpty()).isTrue();
      assertThat(run.stateHash()).isEqualTo(run.startHash());
      assertThat(run.memory().bits().accounted()).isZero();
    }
  }

  /** The control: the map above in plain doubles, undone by its exact inverse on paper. */
  @ParameterizedTest(name = "seed {0}")
  @CsvSource({"1", "2", "3"})
  void theSameRoundTripInDoublesDoesNotReturn(long seed) {
    CoefficientTable coefficients = randomCoefficients(seed);
    double[] x = new Samples(seed).gaussians(35);
    double[] start = x.clone();
    double[] v = new double[35];
    for (int i = 0; i < x.length; i++) {
      for (int t = 0; t < STEPS; t++) {
        double gamma = coefficients.get(Coefficient.MOMENTUM, t, 0);
        v[i] = gamma * v[i] - (1 - gamma) * TiltedWells.gradient(t, x[i]);
        x[i] += coefficients.get(Coefficient.LEARNING_RATE, t, 0) * v[i];
      }
      for (int t = STEPS - 1; t >= 0; t--) {
        double gamma = coefficients.get(Coefficient.MOMENTUM, t, 0);
        x[i] -= coefficients.get(Coefficient.LEARNING_RATE, t, 0) * v[i];
        v[i] = (v[i] + (1 - gamma) * TiltedWells.gradient(t, x[i])) / gamma;
      }
      assertThat(x[i]).as("weight %d", i).isNotEqualTo(start[i]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepingTheStatesRestoresTheSameBitsAsUndoingTheSteps(MomentumForm form) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      CoefficientTable coefficients = randomCoefficients(5);
      TrajectorySetup keeping =
          new TrajectorySetup(
              GROUPS, new Momentum(form), coefficients, new StoredHistory(device), 1);
      Trajectory kept = new Trajectory(device, keeping, start(5));
      Trajectory undone = undoing(device, form, coefficients, 5);
      GradientFunction function = new TiltedWells(device, GROUPS, Nonlinearity.TANH);
      for (int step = 0; step < STEPS; step++) {
        assertThat(kept.forward(function)).isEqualTo(undone.forward(function));
        assertThat(kept.stateHash()).isEqualTo(undone.stateHash());
      }
      while (undone.step() > 0) {
        kept.restorePositions();
        undone.backward(function);
        assertThat(kept.weights().get(0).toArray()).isEqualTo(undone.weights().get(0).toArray());
        kept.restoreMoments(List.of());
        assertThat(kept.stateHash()).isEqualTo(undone.stateHash());
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"FLOAT32", "FLOAT64"})
  void theLastBitsOfADeviceDoNotDependOnTheRunBefore(Precision precision) {
    try (Device device = Devices.open("nd4j", precision, 1)) {
      Trajectory first = undoing(device, MomentumForm.PAPER, randomCoefficients(6), 6);
      Trajectory second = undoing(device, MomentumForm.PAPER, randomCoefficients(6), 6);
      for (int step = 0; step < 20; step++) {
        first.forward(new TiltedWells(device, GROUPS, Nonlinearity.TANH));
      }
      for (int step = 0; step < 20; step++) {
        second.forward(new TiltedWells(device, GROUPS, Nonlinearity.TANH));
      }
      assertThat(second.stateHash()).isEqualTo(first.stateHash());
    }
  }

  @ParameterizedTest(name = "disturbed at {0}, hashed every {1} steps: between {2} and {3}")
  @CsvSource({
    "57, 10, 50, 60",
    "57, 1, 57, 58",
    "50, 10, 50, 60",
    "149, 25, 125, 150",
    "0, 150, 0, 150",
    "149, 100, 100, 150"
  })
  void aGradientWithOtherBitsOnTheWayBackIsCaughtInItsWindow(
      int disturbed, int hashEvery, int from, int to) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      CoefficientTable coefficients = randomCoefficients(7);
      Momentum optimizer = new Momentum(MomentumForm.PAPER);
      Trajectory run =
          new Trajectory(
              device,
              new TrajectorySetup(
                  GROUPS,
                  optimizer,
                  coefficients,
                  new UndoHistory(optimizer, coefficients),
                  hashEvery),
              start(7));
      GradientFunction function = new TiltedWells(device, GROUPS, Nonlinearity.TANH);
      for (int step = 0; step < STEPS; step++) {
        run.forward(function);
      }
      GradientFunction other =
          (step, weights, gradient) -> {
            double loss = function.evaluate(step, weights, gradient);
            if (step == disturbed) {
              gradient.get(1).scale(1 + 1e-9);
            }
            return loss;
          };

      assertThatExceptionOfType(ReversalException.class)
          .isThrownBy(() -> goBack(run, other))
          .withMessageContaining("between steps %d and %d;", from, to)
          .withMessageContaining("same bits");
      assertThat(run.step()).isEqualTo(from);
    }
  }

  private static void goBack(Trajectory run, GradientFunction function) {
    while (run.step() > 0) {
      run.backward(function);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"host", "nd4j"})
  void aGradientThatIsNanNamesStepGroupAndValue(String name) {
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      Trajectory run = undoing(device, MomentumForm.PAPER, randomCoefficients(1), 1);
      GradientFunction function =
          (step, weights, gradient) -> {
            gradient.forEach(tensor -> tensor.fill(0));
            gradient.get(1).fill(step == 3 ? Double.NaN : 0);
            return 0;
          };

      DivergenceException divergence = divergence(() -> run(run, function));

      assertThat(divergence.step()).isEqualTo(3);
      assertThat(divergence.place()).isEqualTo("parameter group bias 1");
      assertThat(divergence.value()).isNaN();
      assertThat(divergence).hasMessageContaining("step 3: parameter group bias 1 became NaN");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"Infinity", "-Infinity", "NaN"})
  void aLossThatIsNotFiniteNamesStepAndValue(double loss) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Trajectory run = undoing(device, MomentumForm.PAPER, randomCoefficients(1), 1);

      DivergenceException divergence =
          divergence(() -> run(run, (step, weights, gradient) -> step == 2 ? loss : 0));

      assertThat(divergence.step()).isEqualTo(2);
      assertThat(divergence.place()).isEqualTo("loss");
      assertThat(divergence.value()).isEqualTo((Double) loss);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"host", "nd4j"})
  void aWeightThatOutgrowsTheFixedPointNamesTheRealValue(String name) {
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      CoefficientTable coefficients =
          new CoefficientTable(STEPS, GROUPS.size()).fill(Coefficient.LEARNING_RATE, 100);
      Trajectory run = undoing(device, MomentumForm.PAPER, coefficients, 1);
      GradientFunction function =
          (step, weights, gradient) -> {
            gradient.forEach(tensor -> tensor.fill(0));
            gradient.get(2).fill(-9);
            return 0;
          };

      DivergenceException divergence = divergence(() -> run(run, function));

      // Every step adds nearly 900: the third one leaves +-2048.
      assertThat(divergence.step()).isEqualTo(2);
      assertThat(divergence.place()).isEqualTo("parameter group weights 2");
      assertThat(divergence.value()).isBetween(2690.0, 2710.0);
    }
  }

  @Test
  void aStartThatIsNoNumberIsRefused() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      List<double[]> start = start(1);
      start.get(2)[4] = Double.NaN;
      Momentum optimizer = new Momentum(MomentumForm.PAPER);
      TrajectorySetup setup = TrajectorySetup.undoing(GROUPS, optimizer, randomCoefficients(1));

      DivergenceException divergence = divergence(() -> new Trajectory(device, setup, start));

      assertThat(divergence.step()).isZero();
      assertThat(divergence.place()).isEqualTo("parameter group weights 2");
    }
  }

  private static DivergenceException divergence(ThrowingCallable call) {
    DivergenceException divergence = catchThrowableOfType(DivergenceException.class, call);
    assertThat(divergence).as("the divergence").isNotNull();
    return divergence;
  }

  private static void run(Trajectory run, GradientFunction function) {
    while (run.step() < run.steps()) {
      run.forward(function);
    }
  }

  @Test
  void weightsAreTheStartRoundedToTheDevicesPrecision() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Trajectory run = undoing(device, MomentumForm.PAPER, randomCoefficients(9), 9);
      double[] start = start(9).get(0);
      double[] weights = run.weights().get(0).toArray();
      for (int i = 0; i < start.length; i++) {
        assertThat(weights[i]).isEqualTo((float) start[i]);
      }
      assertThat(run.steps()).isEqualTo(STEPS);
      assertThat(run.hashWindows()).isEqualTo(STEPS / 25 + 1);
    }
  }

  @Test
  void setupsWhosePartsDoNotFitAreRefused() {
    Momentum optimizer = new Momentum(MomentumForm.PAPER);
    CoefficientTable two = new CoefficientTable(5, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrajectorySetup.undoing(GROUPS, optimizer, two))
        .withMessage("3 parameter groups but coefficients for 2");
    CoefficientTable three = new CoefficientTable(5, 3);
    History history = new UndoHistory(optimizer, three);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrajectorySetup(GROUPS, optimizer, three, history, 0))
        .withMessageContaining("got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ParameterGroup("bias", 0, 3))
        .withMessageContaining("[0, 3]");
  }

  private static Trajectory undoing(
      Device device, MomentumForm form, CoefficientTable coefficients, long seed) {
    ReversibleOptimizer optimizer = new Momentum(form);
    return new Trajectory(
        device, TrajectorySetup.undoing(GROUPS, optimizer, coefficients), start(seed));
  }

  private static List<double[]> start(long seed) {
    Samples samples = new Samples(seed);
    return GROUPS.stream().map(group -> samples.gaussians(group.size())).toList();
  }

  /** Other coefficients at every step and for every group. */
  private static CoefficientTable randomCoefficients(long seed) {
    Samples samples = new Samples(seed + 1000);
    CoefficientTable table = new CoefficientTable(STEPS, GROUPS.size());
    for (int step = 0; step < STEPS; step++) {
      for (int group = 0; group < GROUPS.size(); group++) {
        table.set(Coefficient.MOMENTUM, step, group, samples.uniform(0.5, 0.99));
        table.set(Coefficient.LEARNING_RATE, step, group, Math.pow(10, samples.uniform(-3, -0.3)));
      }
    }
    return table;
  }

  private static List<long[]> lanes(Trajectory run) {
    return run.states().stream()
        .flatMap(state -> state.lanes().stream())
        .map(Lanes::toArray)
        .toList();
  }
}
