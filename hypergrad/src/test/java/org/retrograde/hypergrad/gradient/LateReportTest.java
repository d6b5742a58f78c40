package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.MixedTasksObjective;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Muon;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.ReversalException;

/** Runs on a device that reports late: the same numbers and the same messages, few waits. */
final class LateReportTest {

  private static final int STEPS = 20;
  private static final Optimizer PAPER = new Momentum(MomentumForm.PAPER);

  static Stream<Arguments> runs() {
    return RandomRuns.optimizers()
        .flatMap(
            optimizer ->
                Stream.of(Strategy.values())
                    .filter(strategy -> strategy.appliesTo(optimizer))
                    .map(strategy -> Arguments.of(optimizer, strategy)));
  }

  private static TrainingRun run(
      Device device, Optimizer optimizer, int steps, Objective objective) {
    RunSettings settings = RandomRuns.settings(1, steps, objective.groups(), optimizer);
    double[] logMultipliers = new double[objective.groups().size()];
    Arrays.setAll(logMultipliers, g -> 0.1 - 0.3 * g);
    settings.setLossParameter(RunSettings.LOG_MULTIPLIERS, logMultipliers);
    return new TrainingRun(
        device, objective, optimizer, settings, TrainingOptions.DEFAULT.withHashEvery(1000));
  }

  private static Device host() {
    return Devices.open("host", Precision.FLOAT64, 1);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theHypergradientHasTheBitsOfADeviceThatReportsAtOnce(
      Optimizer optimizer, Strategy strategy) {
    try (Device host = host()) {
      for (double clip : new double[] {Double.POSITIVE_INFINITY, 0.3}) {
        Hypergradient[] results = new Hypergradient[2];
        for (int i = 0; i < 2; i++) {
          Device device = i == 0 ? host : new LateDevice(host);
          TrainingRun run = run(device, optimizer, STEPS, new Springs());
          results[i] = strategy.differentiate(run.withOptions(run.options().withClip(clip)));
        }
        assertThat(results[1].trainingLosses()).isEqualTo(results[0].trainingLosses());
        assertThat(results[1].adjointNorms()).isEqualTo(results[0].adjointNorms());
        assertThat(results[1].reversal()).isEqualTo(results[0].reversal());
        assertThat(RandomRuns.numbers(results[1].derivative()))
            .isEqualTo(RandomRuns.numbers(results[0].derivative()));
        assertThat(multipliers(results[1])).isEqualTo(multipliers(results[0]));
      }
    }
  }

  private static double[] multipliers(Hypergradient hypergradient) {
    return hypergradient.derivative().lossParameter(RunSettings.LOG_MULTIPLIERS);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aStepWaitsOnceForwardAndOnceBackAndOnceForTheSizesOfGradients(
      Optimizer optimizer, Strategy strategy) {
    if (strategy == Strategy.CHECKPOINTS || strategy == Strategy.RECURSIVE) {
      return; // steps that are taken again wait besides
    }
    long one = waits(optimizer, strategy, STEPS);
    long two = waits(optimizer, strategy, 2 * STEPS);
    long waits = optimizer.followsGradients() ? 3 : 2;
    if (optimizer instanceof Muon) { // norms of its matrix, each way, and what its adjoint asks for
      waits += strategy.undoes(optimizer) ? 4 : 3;
    }
    assertThat(two - one).isEqualTo(waits * STEPS);
  }

  private static long waits(Optimizer optimizer, Strategy strategy, int steps) {
    return waits(optimizer, strategy, steps, new Springs());
  }

  private static long waits(
      Optimizer optimizer, Strategy strategy, int steps, Objective objective) {
    try (LateDevice device = new LateDevice(host())) {
      strategy.differentiate(run(device, optimizer, steps, objective));
      return device.waits();
    }
  }

  @Test
  void aStepOfAnObjectiveOnTheHostWaitsMoreOften() {
    Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
    long one = waits(PAPER, Strategy.STORED, STEPS, objective);
    long two = waits(PAPER, Strategy.STORED, 2 * STEPS, objective);
    assertThat(two - one).isGreaterThan(3 * STEPS);
  }

  @Test
  void derivativesOfMixturesAreAllThereWhenTheyAreCollected() {
    List<String> names = List.of("A", "B");
    RunSettings[] derivatives = new RunSettings[2];
    try (Device host = host()) {
      for (int i = 0; i < 2; i++) {
        Device device = i == 0 ? host : new LateDevice(host);
        // Twice nested: tasks whose own derivatives are late too.
        Objective pair =
            new MixedTasksObjective(device, List.of(new Springs(), new Springs()), names);
        Objective objective =
            new MixedTasksObjective(device, List.of(pair), List.of("A", "B", "C", "D"));
        derivatives[i] =
            Strategy.STORED.differentiate(run(device, PAPER, STEPS, objective)).derivative();
      }
    }
    for (String name : List.of("task 1: A", "task 1: B", "A", "B", "C", "D")) {
      assertThat(derivatives[1].lossParameter(name))
          .isEqualTo(derivatives[0].lossParameter(name))
          .doesNotContain(0);
    }
  }

  /** Returns what goes wrong with a run, which must be the same on either device. */
  private static Throwable failure(Optimizer optimizer, Supplier<Springs> springs) {
    try (Device host = host()) {
      Throwable atOnce =
          catchThrowable(
              () -> Strategy.STORED.differentiate(run(host, optimizer, STEPS, springs.get())));
      Throwable late =
          catchThrowable(
              () ->
                  Strategy.STORED.differentiate(
                      run(new LateDevice(host), optimizer, STEPS, springs.get())));
      assertThat(late).hasSameClassAs(atOnce).hasMessage(atOnce.getMessage());
      return late;
    }
  }

  static Stream<Optimizer> optimizers() {
    return RandomRuns.optimizers();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aGradientThatIsNoNumberNamesTheStepAndTheVector(Optimizer optimizer) {
    Throwable failure =
        failure(
            optimizer,
            () ->
                new Springs(
                    (step, back, gradient) -> {
                      gradient.scale(step == 3 ? Double.NaN : 1);
                      return 0;
                    }));
    assertThat(failure)
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("at step 3: the ")
        .hasMessageContaining("of parameter group bias became NaN");
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void soDoesOneThatComesUpWhileTheNextGroupIsWoken(Optimizer optimizer) {
    Throwable failure =
        failure(
            optimizer,
            () ->
                new Springs(
                    0,
                    (step, back, gradient) -> {
                      gradient.fill(Double.NaN);
                      return 0;
                    }));
    assertThat(failure)
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("at step 0: the ")
        .hasMessageContaining("of parameter group weights became NaN");
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aLossThatIsNoNumberIsNamedBeforeTheVectorsThatItSpoils(Optimizer optimizer) {
    Throwable failure =
        failure(
            optimizer,
            () ->
                new Springs(
                    (step, back, gradient) -> {
                      gradient.scale(step == 3 ? Double.NaN : 1);
                      return step == 3 ? Double.POSITIVE_INFINITY : 0;
                    }));
    assertThat(failure)
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("at step 3: loss became Infinity");
  }

  /** Does the same on a device that reports at once and on one that reports late. */
  private static void onBoth(Consumer<Device> work) {
    try (Device host = host()) {
      work.accept(host);
      work.accept(new LateDevice(host));
    }
  }

  @Test
  void aStartThatDoesNotFitIsRefused() {
    onBoth(
        device -> {
          TrainingRun run = run(device, PAPER, STEPS, new Springs());
          run.settings().initLogScale()[1] = 20;
          assertThat(catchThrowable(run::train))
              .isInstanceOf(DivergenceException.class)
              .hasMessageContaining("the first weights of parameter group bias have");
        });
  }

  @Test
  void aWayBackThatLeavesTheNumbersNamesItsStepAndTheVector() {
    onBoth(
        device -> {
          Springs springs =
              new Springs(
                  (step, back, gradient) -> {
                    gradient.scale(back && step == 13 ? 0x1p60 : 1);
                    return 0;
                  });
          TrainingRun run = run(device, PAPER, STEPS, springs);
          assertThat(catchThrowable(() -> Strategy.REPLAY.differentiate(run)))
              .isInstanceOf(ReversalException.class)
              .hasMessageContaining("step 13 cannot be undone: the velocity cannot hold");
        });
  }

  @Test
  void soDoesOneWithoutADerivative() {
    onBoth(
        device -> {
          int[] calls = {0};
          Springs springs =
              new Springs(
                  (step, back, gradient) -> {
                    gradient.scale(calls[0]++ >= STEPS && step == 13 ? 0x1p60 : 1);
                    return 0;
                  });
          TrainingRun run = run(device, PAPER, STEPS, springs);
          assertThat(catchThrowable(run::reverse))
              .isInstanceOf(ReversalException.class)
              .hasMessageContaining("step 13 cannot be undone: the velocity cannot hold");
        });
  }

  @Test
  void aPositionThatOutgrowsTheFixedPointIsNamedInRealNumbers() {
    onBoth(
        device -> {
          TrainingRun run = run(device, PAPER, STEPS, new Springs());
          run.settings().coefficients().fill(Coefficient.LEARNING_RATE, 1e5);
          DivergenceException divergence = (DivergenceException) catchThrowable(run::train);
          assertThat(divergence.place()).isEqualTo("the position of parameter group weights");
          assertThat(Math.abs(divergence.value())).isBetween(2048.0, 1e9);
        });
  }
}
