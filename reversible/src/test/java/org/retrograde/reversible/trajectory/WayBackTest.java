package org.retrograde.reversible.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.exact.SpillSpace;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Nesterov;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.PrimalAveraging;

/** Every way back restores the same bits at every step. */
final class WayBackTest {

  private static final int STEPS = 30;
  private static final double NO_CLIP = Double.POSITIVE_INFINITY;

  static Stream<Arguments> runs() {
    List<Arguments> runs = new ArrayList<>();
    for (String device : Devices.usable()) {
      for (Precision precision : precisions(device)) {
        for (Optimizer optimizer : Runs.REVERSIBLE) {
          runs.add(Arguments.of(device, precision, optimizer));
        }
        for (Optimizer optimizer : Runs.IRREVERSIBLE) {
          runs.add(Arguments.of(device, precision, optimizer));
        }
      }
    }
    return runs.stream();
  }

  /** One on devices that are slow on a processor. */
  private static List<Precision> precisions(String device) {
    return device.equals("host") ? List.of(Precision.values()) : List.of(Precision.FLOAT32);
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("runs")
  void everyWayRestoresTheBitsOfEveryStep(String name, Precision precision, Optimizer optimizer) {
    try (Device device = Devices.open(name, precision, 1)) {
      assertWaysAgree(device, optimizer, Runs.coefficients(STEPS, 1), NO_CLIP, 0);
    }
  }

  /** On devices that are slow on a processor, two that are unlike each other. */
  static Stream<Arguments> fewerRuns() {
    List<Optimizer> few = List.of(new AdamW(), new Nesterov());
    return runs().filter(run -> run.get()[0].equals("host") || few.contains(run.get()[2]));
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("fewerRuns")
  void soTheyDoWithClipsAndRatesOfZeroAtBothEnds(
      String name, Precision precision, Optimizer optimizer) {
    CoefficientTable coefficients = Runs.coefficients(STEPS, 2);
    for (int group = 0; group < Runs.GROUPS.size(); group++) {
      coefficients.set(Coefficient.LEARNING_RATE, 0, group, 0);
      coefficients.set(Coefficient.LEARNING_RATE, STEPS - 1, group, 0);
    }
    try (Device device = Devices.open(name, precision, 1)) {
      assertWaysAgree(device, optimizer, coefficients, 1.5, 0);
    }
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("fewerRuns")
  void soTheyDoDownToAStepInTheMiddle(String name, Precision precision, Optimizer optimizer) {
    try (Device device = Devices.open(name, precision, 1)) {
      assertWaysAgree(device, optimizer, Runs.coefficients(STEPS, 3), NO_CLIP, 13);
    }
  }

  /** The mean square of a group that sleeps has no scale yet, in a state or in a checkpoint. */
  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("fewerRuns")
  void soTheyDoWhereAGroupSleepsForTheFirstSteps(
      String name, Precision precision, Optimizer optimizer) {
    try (Device device = Devices.open(name, precision, 1)) {
      TrajectorySetup setup = sleepy(device, optimizer);
      assertWaysAgree(device, setup, 0);
      assertWaysAgree(device, setup, 5);
    }
  }

  /** The second group has no gradient before step 9. */
  private static TrajectorySetup sleepy(Device device, Optimizer optimizer) {
    GradientFunction wells = new TiltedWells(device, Runs.GROUPS, Nonlinearity.TANH);
    GradientFunction function =
        (step, weights, gradient) -> {
          Scalar loss = wells.evaluate(step, weights, gradient);
          gradient.get(1).scale(step < 9 ? 0 : 1e-3);
          return loss;
        };
    CoefficientTable coefficients = Runs.coefficients(STEPS, 7);
    return new TrajectorySetup(Runs.GROUPS, function, optimizer, coefficients, NO_CLIP, 10);
  }

  static Stream<Optimizer> optimizers() {
    return Stream.concat(Runs.REVERSIBLE.stream(), Runs.IRREVERSIBLE.stream());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aRunThatWentBackGoesForwardThroughTheSameBits(Optimizer optimizer) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      TrajectorySetup setup = sleepy(device, optimizer);
      for (WayBack way : ways(optimizer, 0)) {
        Trajectory run = new Trajectory(device, setup, way, Runs.start(device, STEPS));
        List<Long> hashes = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
          hashes.add(run.stateHash());
          run.forward();
        }
        for (int turn : new int[] {20, 9, 4, 0}) {
          goTo(run, turn);
          while (run.step() < STEPS) {
            assertThat(run.stateHash())
                .as("step %d after a turn at %d by %s", run.step(), turn, way)
                .isEqualTo(hashes.get(run.step()));
            run.forward();
          }
        }
        goTo(run, 0);
        assertThat(run.buffersAreEmpty()).isTrue();
      }
    }
  }

  private static void goTo(Trajectory run, int step) {
    while (run.step() > step) {
      run.backward();
    }
  }

  private static void assertWaysAgree(
      Device device,
      Optimizer optimizer,
      CoefficientTable coefficients,
      double clip,
      int firstStep) {
    assertWaysAgree(device, setup(device, optimizer, coefficients, clip), firstStep);
  }

  private static void assertWaysAgree(Device device, TrajectorySetup setup, int firstStep) {
    Trajectory reference =
        new Trajectory(device, setup, new WayBack.None(), Runs.start(device, STEPS));
    List<List<long[]>> states = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      states.add(Runs.lanes(reference));
      losses.add(reference.forward());
    }
    states.add(Runs.lanes(reference));
    assertThat(reference.clip().clippedSteps() > 0).isEqualTo(setup.clip() < NO_CLIP);
    for (WayBack way : ways(setup.optimizer(), firstStep)) {
      Trajectory run = new Trajectory(device, setup, way, Runs.start(device, STEPS));
      assertReplays(run, way, states, losses);
    }
  }

  private static List<WayBack> ways(Optimizer optimizer, int firstStep) {
    int steps = STEPS - firstStep;
    List<WayBack> ways = new ArrayList<>();
    for (int arity : new int[] {steps, (int) Math.ceil(Math.sqrt(steps)), 2, 3, 4}) {
      ways.add(new WayBack.Checkpoints(arity, firstStep));
    }
    if (optimizer.isReversible()) {
      ways.add(new WayBack.Undo(SpillSpace.inMemory(), firstStep));
    }
    return ways;
  }

  private static void assertReplays(
      Trajectory run, WayBack way, List<List<long[]>> states, List<Double> losses) {
    for (int step = 0; step < STEPS; step++) {
      assertThat(run.forward()).isEqualTo(losses.get(step));
      assertKeptIsBounded(run, way);
    }
    assertBits(run, way, states);
    while (run.step() > way.firstStep()) {
      run.backward();
      assertBits(run, way, states);
      assertKeptIsBounded(run, way);
    }
    assertThat(run.firstStep()).isEqualTo(way.firstStep());
    assertThat(run.stateHash()).isEqualTo(run.firstHash());
    if (way.firstStep() == 0) {
      assertThat(run.buffersAreEmpty()).isTrue();
    }
  }

  private static void assertBits(Trajectory run, WayBack way, List<List<long[]>> states) {
    List<long[]> expected = states.get(run.step());
    List<long[]> actual = Runs.lanes(run);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i))
          .as("vector %d before step %d by %s", i, run.step(), way)
          .isEqualTo(expected.get(i));
    }
  }

  /** The states of the tree, and the one in which steps are taken again. */
  private static void assertKeptIsBounded(Trajectory run, WayBack way) {
    int most = 0;
    if (way instanceof WayBack.Checkpoints checkpoints) {
      int levels = 0;
      for (long reach = 1; reach < STEPS - way.firstStep(); reach *= checkpoints.arity()) {
        levels++;
      }
      most = (checkpoints.arity() - 1) * levels + 1 + 1;
    }
    assertThat(run.keptStates()).isLessThanOrEqualTo(most);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("devices")
  void wordsThatGoToTheDiskComeBackAsTheSameBits(String name, @TempDir Path folder) {
    for (Optimizer optimizer : Runs.REVERSIBLE) {
      try (Device device = Devices.open(name, Precision.FLOAT32, 1);
          SpillSpace onDisk = new SpillSpace(0, folder)) {
        TrajectorySetup setup = setup(device, optimizer, Runs.coefficients(100, 4), NO_CLIP);
        Trajectory inMemory =
            new Trajectory(device, setup, WayBack.Undo.toTheStart(), Runs.start(device, 4));
        Trajectory run =
            new Trajectory(device, setup, new WayBack.Undo(onDisk, 0), Runs.start(device, 4));
        Deque<Long> hashes = new ArrayDeque<>();
        for (int step = 0; step < 100; step++) {
          hashes.push(run.stateHash());
          assertThat(run.forward()).isEqualTo(inMemory.forward());
        }
        assertThat(onDisk.memoryBytes()).isZero();
        boolean fitsInHeads = optimizer instanceof PrimalAveraging; // a few bits in all
        assertThat(onDisk.fileBytes() == 0).isEqualTo(fitsInHeads);
        assertThat(run.memory()).isEqualTo(inMemory.memory());
        while (run.step() > 0) {
          run.backward();
          assertThat(run.stateHash()).isEqualTo(hashes.pop());
        }
        assertThat(run.buffersAreEmpty()).isTrue();
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  static List<String> devices() {
    return Devices.usable();
  }

  @Test
  void whatCannotBeUndoneIsRefusedByName() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      List<String> names = new ArrayList<>();
      for (Optimizer optimizer : Runs.IRREVERSIBLE) {
        TrajectorySetup setup = setup(device, optimizer, Runs.coefficients(STEPS, 5), NO_CLIP);
        assertThatIllegalArgumentException()
            .isThrownBy(
                () ->
                    new Trajectory(device, setup, WayBack.Undo.toTheStart(), Runs.start(device, 5)))
            .withMessage("a step of %s cannot be undone; keep states instead", optimizer.label());
        names.add(optimizer.label());
      }
      assertThat(names)
          .containsExactly(
              "SGD with Nesterov momentum", "RMSProp", "Schedule-Free SGD", "Schedule-Free AdamW");
    }
  }

  @Test
  void aRunThatKeptNothingDoesNotGoBack() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      TrajectorySetup setup =
          setup(device, Runs.REVERSIBLE.get(0), Runs.coefficients(STEPS, 6), NO_CLIP);
      Trajectory run = new Trajectory(device, setup, new WayBack.None(), Runs.start(device, 6));
      run.forward();
      assertThatIllegalStateException()
          .isThrownBy(run::backward)
          .withMessageContaining("kept nothing");
      assertThat(run.keptStates()).isZero();
      assertThat(run.firstStep()).isEqualTo(STEPS);
    }
  }

  @Test
  void aStepBelowZeroIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WayBack.Undo(SpillSpace.inMemory(), -1))
        .withMessage("firstStep must be at least 0, got -1");
  }

  private static TrajectorySetup setup(
      Device device, Optimizer optimizer, CoefficientTable coefficients, double clip) {
    GradientFunction function = new TiltedWells(device, Runs.GROUPS, Nonlinearity.TANH);
    return new TrajectorySetup(Runs.GROUPS, function, optimizer, coefficients, clip, 10);
  }
}
