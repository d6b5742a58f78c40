package org.retrograde.reversible.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.exact.SpillSpace;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.PrimalAveraging;

final class TrajectoryTest {

  private static final int STEPS = 150;
  private static final List<ParameterGroup> GROUPS = Runs.GROUPS;
  private static final Optimizer PAPER = new Momentum(MomentumForm.PAPER);

  static Stream<Arguments> runs() {
    List<Arguments> runs = new ArrayList<>();
    for (String device : Devices.usable()) {
      for (Precision precision : Precision.values()) {
        for (Optimizer optimizer : Runs.REVERSIBLE) {
          for (long seed = 1; seed <= (device.equals("host") ? 3 : 1); seed++) {
            runs.add(Arguments.of(device, precision, optimizer, seed));
          }
        }
      }
    }
    return runs.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, {2}, seed {3}")
  @MethodSource("runs")
  void replayBackwardReturnsEveryBitOfTheStart(
      String name, Precision precision, Optimizer optimizer, long seed) {
    try (Device device = Devices.open(name, precision, 1)) {
      Trajectory run = undoing(device, optimizer, wells(device), seed);
      Deque<List<long[]>> states = new ArrayDeque<>();
      for (int step = 0; step < STEPS; step++) {
        states.push(Runs.lanes(run));
        run.forward();
      }
      assertThat(run.step()).isEqualTo(STEPS);
      assertThat(run.buffersAreEmpty()).isFalse();
      assertThat(run.stateHash()).isNotEqualTo(run.firstHash());
      assertThat(run.memory().accounted()).isGreaterThan(run.memory().entropyLimit());

      while (run.step() > 0) {
        run.backward();
        List<long[]> forward = states.pop();
        List<long[]> backward = Runs.lanes(run);
        for (int i = 0; i < forward.size(); i++) {
          assertThat(backward.get(i)).as("step %d", run.step()).isEqualTo(forward.get(i));
        }
      }
      assertThat(run.buffersAreEmpty()).isTrue();
      assertThat(run.stateHash()).isEqualTo(run.firstHash());
      assertThat(run.memory().bits().accounted()).isZero();
      assertThat(run.keptStates()).isZero();
    }
  }

  /** The control: the map above in plain doubles, undone by its exact inverse on paper. */
  @ParameterizedTest(name = "seed {0}")
  @CsvSource({"1", "2", "3"})
  void theSameRoundTripInDoublesDoesNotReturn(long seed) {
    CoefficientTable coefficients = Runs.coefficients(STEPS, seed);
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

  @ParameterizedTest(name = "{0}")
  @CsvSource({"FLOAT32", "FLOAT64"})
  void theLastBitsOfADeviceDoNotDependOnTheRunBefore(Precision precision) {
    try (Device device = Devices.open("nd4j", precision, 1)) {
      for (Optimizer optimizer : Runs.REVERSIBLE) {
        Trajectory first = undoing(device, optimizer, wells(device), 6);
        Trajectory second = undoing(device, optimizer, wells(device), 6);
        for (int step = 0; step < 20; step++) {
          first.forward();
        }
        for (int step = 0; step < 20; step++) {
          second.forward();
        }
        assertThat(second.stateHash()).isEqualTo(first.stateHash());
      }
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
      boolean[] back = {false};
      GradientFunction wells = wells(device);
      GradientFunction function =
          (step, weights, gradient) -> {
            Scalar loss = wells.evaluate(step, weights, gradient);
            if (back[0] && step == disturbed) {
              gradient.get(1).scale(1 + 1e-9);
            }
            return loss;
          };
      Trajectory run =
          new Trajectory(
              device,
              new TrajectorySetup(
                  GROUPS,
                  function,
                  PAPER,
                  Runs.coefficients(STEPS, 7),
                  Double.POSITIVE_INFINITY,
                  hashEvery),
              WayBack.Undo.toTheStart(),
              Runs.start(device, 7));
      run(run);
      back[0] = true;

      assertThatExceptionOfType(ReversalException.class)
          .isThrownBy(() -> goBack(run))
          .withMessageContaining("between steps %d and %d;", from, to)
          .withMessageContaining("same bits");
      assertThat(run.step()).isEqualTo(from);
    }
  }

  private static void goBack(Trajectory run) {
    while (run.step() > run.firstStep()) {
      run.backward();
    }
  }

  private static void run(Trajectory run) {
    while (run.step() < run.steps()) {
      run.forward();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"host", "nd4j"})
  void aGradientThatIsNanNamesStepGroupAndValue(String name) {
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      GradientFunction function =
          (step, weights, gradient) -> {
            gradient.forEach(tensor -> tensor.fill(0));
            gradient.get(1).fill(step == 3 ? Double.NaN : 0);
            return Scalar.of(0);
          };
      for (Optimizer optimizer : Runs.REVERSIBLE) {
        Trajectory run = undoing(device, optimizer, function, 1);

        DivergenceException divergence = divergence(() -> run(run));

        String vector = firstMoment(optimizer);
        String place = "the " + vector + " of parameter group bias 1";
        assertThat(divergence.step()).isEqualTo(3);
        assertThat(divergence.place()).isEqualTo(place);
        assertThat(divergence.value()).isNaN();
        assertThat(divergence).hasMessageContaining("step 3: " + place + " became NaN");
      }
    }
  }

  private static String firstMoment(Optimizer optimizer) {
    if (optimizer instanceof PrimalAveraging) {
      return "distance from the mean";
    }
    return optimizer.followsGradients() ? "mean gradient" : "velocity";
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"Infinity", "-Infinity", "NaN"})
  void aLossThatIsNotFiniteNamesStepAndValue(double loss) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      GradientFunction function = (step, weights, gradient) -> Scalar.of(step == 2 ? loss : 0);
      Trajectory run = undoing(device, PAPER, function, 1);

      DivergenceException divergence = divergence(() -> run(run));

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
      GradientFunction function =
          (step, weights, gradient) -> {
            gradient.forEach(tensor -> tensor.fill(0));
            gradient.get(2).fill(-9);
            return Scalar.of(0);
          };
      TrajectorySetup setup = new TrajectorySetup(GROUPS, function, PAPER, coefficients);
      Trajectory run =
          new Trajectory(device, setup, WayBack.Undo.toTheStart(), Runs.start(device, 1));

      DivergenceException divergence = divergence(() -> run(run));

      // Every step adds nearly 900: the third one leaves +-2048.
      assertThat(divergence.step()).isEqualTo(2);
      assertThat(divergence.place()).isEqualTo("the position of parameter group weights 2");
      assertThat(divergence.value()).isBetween(2690.0, 2710.0);
    }
  }

  @Test
  void aGradientBeyondTheFixedPointNamesTheRangeAndWhatHelps() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      GradientFunction function =
          (step, weights, gradient) -> {
            gradient.forEach(tensor -> tensor.fill(1e5));
            return Scalar.of(0);
          };
      DivergenceException divergence = divergence(() -> run(undoing(device, PAPER, function, 1)));
      assertThat(divergence)
          .hasMessageContaining("velocity of parameter group")
          .hasMessageContaining(", beyond the +-2048 that its fixed point can hold")
          .hasMessageContaining("scale inputs to mean 0 and deviation 1");
      assertThat(new DivergenceException(1, "loss", Double.NaN))
          .hasMessage(
              "training diverged at step 1: loss became NaN (a smaller learning rate usually"
                  + " helps)");
    }
  }

  @Test
  void aStartThatIsNoNumberIsRefused() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      List<double[]> start = Runs.start(1);
      start.get(2)[4] = Double.NaN;
      TrajectorySetup setup =
          new TrajectorySetup(GROUPS, wells(device), PAPER, Runs.coefficients(STEPS, 1));

      DivergenceException divergence =
          divergence(
              () -> new Trajectory(device, setup, new WayBack.None(), Runs.start(device, start)));

      assertThat(divergence.step()).isZero();
      assertThat(divergence.place()).isEqualTo("the first weights of parameter group weights 2");
    }
  }

  private static DivergenceException divergence(ThrowingCallable call) {
    DivergenceException divergence = catchThrowableOfType(DivergenceException.class, call);
    assertThat(divergence).as("the divergence").isNotNull();
    return divergence;
  }

  @Test
  void weightsAreTheStartRoundedToTheDevicesPrecision() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Trajectory run = undoing(device, PAPER, wells(device), 9);
      double[] start = Runs.start(9).get(0);
      double[] weights = run.weights().get(0).toArray();
      for (int i = 0; i < start.length; i++) {
        assertThat(weights[i]).isEqualTo((float) start[i]);
      }
      assertThat(run.steps()).isEqualTo(STEPS);
    }
  }

  /**
   * Of the states at multiples of 25, the end's is not compared; the one gone back to always is.
   */
  @Test
  void theStatesComparedAreCountedDownToTheStepToWhichTheRunGoesBack() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      TrajectorySetup setup =
          new TrajectorySetup(GROUPS, wells(device), PAPER, Runs.coefficients(STEPS, 1));
      for (int firstStep : new int[] {0, 100, 101, 125, 130}) {
        WayBack way = new WayBack.Checkpoints(3, firstStep);
        Trajectory run = new Trajectory(device, setup, way, Runs.start(device, 1));
        run(run);
        assertThat(run.comparedStates()).isZero();
        while (run.step() > firstStep) {
          run.backward();
        }
        int expected = firstStep == 0 ? 6 : firstStep <= 101 ? 2 : 1;
        assertThat(run.comparedStates()).as("from %d", firstStep).isEqualTo(expected);
      }
    }
  }

  @Test
  void bitsAreThoseOfTheStepsThatWereKept() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      CoefficientTable coefficients =
          new CoefficientTable(1000, GROUPS.size())
              .fill(Coefficient.MOMENTUM, 0.9)
              .fill(Coefficient.LEARNING_RATE, 0.01);
      TrajectorySetup setup = new TrajectorySetup(GROUPS, wells(device), PAPER, coefficients);
      for (int firstStep : new int[] {0, 900, 990}) {
        WayBack way = new WayBack.Undo(SpillSpace.inMemory(), firstStep);
        Trajectory run = new Trajectory(device, setup, way, Runs.start(device, 1));
        run(run);
        MemoryAccount memory = run.memory();
        assertThat(memory.steps()).isEqualTo(1000 - firstStep);
        assertThat(memory.entropyLimit()).isCloseTo(0.152003, within(2e-5));
        assertThat(memory.accounted()).isCloseTo(memory.entropyLimit(), within(0.003));
      }
    }
  }

  @Test
  void lanesUnderTheFloorAreCountedOverAllGroups() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      GradientFunction function =
          (step, weights, gradient) -> {
            gradient.forEach(tensor -> tensor.fill(1));
            double[] tiny = {1, 1, 1e-7, 1e-9, 1};
            gradient.get(1).assign(tiny);
            gradient.get(2).assign(tiny);
            return Scalar.of(0);
          };
      Trajectory run = undoing(device, new AdamW(), function, 1);
      run.forward();
      assertThat(run.lanesUnderFloor()).isEqualTo(4);
      assertThat(undoing(device, PAPER, function, 1).lanesUnderFloor()).isZero();
    }
  }

  @Test
  void setupsWhosePartsDoNotFitAreRefused() {
    CoefficientTable two = new CoefficientTable(5, 2);
    GradientFunction function = (step, weights, gradient) -> Scalar.of(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrajectorySetup(GROUPS, function, PAPER, two))
        .withMessage("3 parameter groups but coefficients for 2");
    CoefficientTable three = new CoefficientTable(5, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrajectorySetup(GROUPS, function, PAPER, three, 1, 0))
        .withMessageContaining("got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ParameterGroup("bias", 0, 3))
        .withMessageContaining("[0, 3]");
  }

  private static Trajectory undoing(
      Device device, Optimizer optimizer, GradientFunction function, long seed) {
    TrajectorySetup setup =
        new TrajectorySetup(GROUPS, function, optimizer, Runs.coefficients(STEPS, seed));
    return new Trajectory(device, setup, WayBack.Undo.toTheStart(), Runs.start(device, seed));
  }

  private static GradientFunction wells(Device device) {
    return new TiltedWells(device, GROUPS, Nonlinearity.TANH);
  }
}
