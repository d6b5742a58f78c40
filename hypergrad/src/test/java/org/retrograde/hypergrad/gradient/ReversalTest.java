package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.ReversalException;
import org.retrograde.reversible.trajectory.Trajectory;
import org.retrograde.reversible.trajectory.WayBack;

/** The way back ends at the bits of the start, and what keeps it from doing so is named. */
final class ReversalTest {

  private static final int STEPS = 60;

  /** One on devices that are slow on a processor. */
  private static Stream<Precision> precisions(String device) {
    return device.equals("host") ? Stream.of(Precision.values()) : Stream.of(Precision.FLOAT32);
  }

  static Stream<Arguments> runs() {
    return Devices.usable().stream()
        .flatMap(
            device ->
                precisions(device)
                    .flatMap(
                        precision ->
                            RandomRuns.reversible()
                                .map(optimizer -> Arguments.of(device, precision, optimizer))));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void differentiatingReturnsToTheBitsOfTheStart(
      String name, Precision precision, Optimizer optimizer) {
    try (Device device = Devices.open(name, precision, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
      RunSettings settings = RandomRuns.settings(1, STEPS, objective.groups(), optimizer);
      TrainingRun run = new TrainingRun(device, objective, optimizer, settings);
      Reversal reversal = Strategy.REPLAY.differentiate(run).reversal();
      assertThat(reversal.returnedHash()).isEqualTo(reversal.startHash());
      assertThat(reversal.exact()).isTrue();
      assertThat(reversal.endHash()).isNotEqualTo(reversal.startHash());
      assertThat(reversal.windows()).isEqualTo(STEPS / TrainingOptions.DEFAULT.hashEvery() + 1);
      assertThat(run.reverse()).isEqualTo(reversal);
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyIntegerOfTheStateReturnsAndTheBuffersAreEmpty(
      String name, Precision precision, Optimizer optimizer) {
    try (Device device = Devices.open(name, precision, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(2));
      RunSettings settings = RandomRuns.settings(2, STEPS, objective.groups(), optimizer);
      TrainingRun run = new TrainingRun(device, objective, optimizer, settings);
      Trajectory trajectory = run.start(objective, WayBack.Undo.toTheStart());
      long[][] start = integers(trajectory);
      while (trajectory.step() < trajectory.steps()) {
        trajectory.forward();
      }
      long[][] end = integers(trajectory);
      while (trajectory.step() > 0) {
        trajectory.backward();
      }
      assertThat(integers(trajectory)).isDeepEqualTo(start);
      assertThat(trajectory.buffersAreEmpty()).isTrue();
      for (int i = 0; i < start.length; i++) {
        assertThat(end[i]).isNotEqualTo(start[i]);
      }
    }
  }

  private static long[][] integers(Trajectory trajectory) {
    return trajectory.states().stream()
        .flatMap(state -> state.lanes().stream())
        .map(Lanes::toArray)
        .toArray(long[][]::new);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 25})
  void aGradientThatDiffersOnTheWayBackIsCaughtInItsWindow(int hashEvery) {
    HostObjective forgetful =
        TamperedObjective.gradients(
            RandomRuns.quadratic(3),
            (call, step, gradient) -> gradient[1][0] += call >= STEPS && step == 30 ? 1e-12 : 0);
    int window = 30 / hashEvery * hashEvery;
    assertThatExceptionOfType(ReversalException.class)
        .isThrownBy(() -> Strategy.REPLAY.differentiate(run(forgetful, hashEvery)))
        .withMessage(
            "the replay differs from the run between steps %d and %d; the gradient function must"
                    .formatted(window, window + hashEvery)
                + " return the same bits for the same step and weights");
  }

  @Test
  void aGradientThatChangesTheSameWayBothWaysIsFine() {
    HostObjective shifted =
        TamperedObjective.gradients(
            RandomRuns.quadratic(3),
            (call, step, gradient) -> gradient[1][0] += step == 30 ? 1e-12 : 0);
    assertThatCode(() -> Strategy.REPLAY.differentiate(run(shifted, 1))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, 1e300})
  void aGradientOffTheNumbersNamesStepAndGroup(double value) {
    HostObjective broken =
        TamperedObjective.gradients(
            RandomRuns.quadratic(4),
            (call, step, gradient) -> gradient[1][1] = step == 7 ? value : gradient[1][1]);
    assertThatExceptionOfType(DivergenceException.class)
        .isThrownBy(() -> run(broken, 25).train())
        .withMessageStartingWith(
            "training diverged at step 7: the velocity of parameter group row became ")
        .satisfies(e -> assertThat(e.step()).isEqualTo(7))
        .matches(e -> !(Math.abs(e.value()) < 2047));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aLossOffTheNumbersIsNamed(double value) {
    HostObjective broken = TamperedObjective.loss(RandomRuns.quadratic(5), value);
    assertThatExceptionOfType(DivergenceException.class)
        .isThrownBy(() -> run(broken, 25).train())
        .withMessageStartingWith("training diverged at step 0: loss became " + value);
  }

  @Test
  void aLearningRateThatIsTooLargeEndsWithTheValueThatDidNotFit() {
    HostObjective objective = RandomRuns.quadratic(6);
    RunSettings settings = settings(objective);
    settings.coefficients().fill(Coefficient.LEARNING_RATE, 300);
    assertThatExceptionOfType(DivergenceException.class)
        .isThrownBy(() -> run(objective, settings, 25).train())
        .satisfies(e -> assertThat(e.place()).startsWith("the ").contains(" of parameter group "))
        .satisfies(e -> assertThat(Math.abs(e.value())).isBetween(2047.0, 1e9));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 12, STEPS - 1})
  void aHessianProductThatIsNotANumberNamesTheAdjoint(int at) {
    HostObjective broken =
        TamperedObjective.products(
            RandomRuns.quadratic(7),
            (call, step, product) -> product[0][3] = step == at ? Double.NaN : product[0][3]);
    assertThatExceptionOfType(DivergenceException.class)
        .isThrownBy(() -> Strategy.REPLAY.differentiate(run(broken, 25)))
        .satisfies(e -> assertThat(e.place()).isEqualTo("the adjoint of parameter group matrix"))
        .satisfies(e -> assertThat(e.step()).isEqualTo(Math.max(at - 1, 0)));
  }

  @Test
  void aStartOffTheNumbersNamesItsGroup() {
    HostObjective objective = RandomRuns.quadratic(8);
    RunSettings settings = settings(objective);
    settings.initLogScale()[1] = Double.NaN;
    assertThatExceptionOfType(DivergenceException.class)
        .isThrownBy(() -> run(objective, settings, 25).train())
        .withMessageContaining("the first weights of parameter group row have NaN");
  }

  @Test
  void aLossParameterThatTheObjectiveDoesNotHaveIsRefused() {
    HostObjective objective = RandomRuns.quadratic(9);
    RunSettings settings = settings(objective);
    settings.setLossParameter("temperature", new double[] {1});
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> run(objective, settings, 25).train())
        .withMessage("the objective has no loss parameter called 'temperature'");
  }

  private static RunSettings settings(HostObjective objective) {
    return RandomRuns.settings(3, STEPS, objective.groups(), new Momentum(MomentumForm.PAPER));
  }

  private static TrainingRun run(HostObjective objective, int hashEvery) {
    return run(objective, settings(objective), hashEvery);
  }

  private static TrainingRun run(HostObjective objective, RunSettings settings, int hashEvery) {
    return new TrainingRun(
        Devices.open("host", Precision.FLOAT64, 1),
        new HostObjectiveAdapter(objective),
        new Momentum(MomentumForm.PAPER),
        settings,
        TrainingOptions.DEFAULT.withHashEvery(hashEvery));
  }
}
