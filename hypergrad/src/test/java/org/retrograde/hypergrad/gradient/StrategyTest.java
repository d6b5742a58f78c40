package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Nesterov;
import org.retrograde.reversible.optimizer.Optimizer;

/** All strategies differentiate the identical map, so they agree to the last bit. */
final class StrategyTest {

  private static final int STEPS = 150;

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
                            RandomRuns.optimizers()
                                .flatMap(
                                    optimizer ->
                                        seeds(device)
                                            .map(
                                                seed ->
                                                    Arguments.of(
                                                        device, precision, optimizer, seed)))));
  }

  private static Stream<Long> seeds(String device) {
    return device.equals("host") ? Stream.of(1L, 2L, 3L) : Stream.of(1L);
  }

  @ParameterizedTest(name = "{0}, {1}, {2}, seed {3}")
  @MethodSource("runs")
  void allStrategiesThatApplyGiveTheSameBits(
      String name, Precision precision, Optimizer optimizer, long seed) {
    try (Device device = Devices.open(name, precision, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(seed));
      int steps = name.equals("host") ? STEPS : STEPS / 5; // others take longer on a processor
      RunSettings settings = RandomRuns.settings(seed, steps, objective.groups(), optimizer);
      TrainingRun run =
          new TrainingRun(device, objective, optimizer, settings)
              .withOptions(TrainingOptions.DEFAULT.withClip(seed == 1 ? 2 : 1e9));
      Hypergradient stored = Strategy.STORED.differentiate(run);
      assertThat(numbers(stored)).doesNotContain(Double.NaN);
      assertThat(stored.reversal().exact()).isTrue();
      for (Strategy strategy : Strategy.values()) {
        if (strategy.appliesTo(optimizer)) {
          assertSameBits(strategy.differentiate(run), stored);
        }
      }
      assertThat(stored.reversal().clippedSteps() > 0).isEqualTo(seed == 1);
    }
  }

  @ParameterizedTest(name = "{0}, the last {1} steps")
  @MethodSource("truncations")
  void truncatedStrategiesGiveTheSameBitsAndTheEndOfTheWholeDerivative(
      Optimizer optimizer, int lastSteps) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(4));
      RunSettings settings = RandomRuns.settings(4, STEPS, objective.groups(), optimizer);
      TrainingRun whole = new TrainingRun(device, objective, optimizer, settings);
      TrainingRun truncated = whole.withOptions(TrainingOptions.DEFAULT.withLastSteps(lastSteps));
      Hypergradient all = Strategy.STORED.differentiate(whole);
      Hypergradient last = Strategy.STORED.differentiate(truncated);
      for (Strategy strategy : Strategy.values()) {
        if (strategy.appliesTo(optimizer)) {
          assertSameBits(strategy.differentiate(truncated), last);
        }
      }
      int first = STEPS - lastSteps;
      double[][] expected = all.derivative().coefficients().copyOf(Coefficient.LEARNING_RATE);
      double[][] actual = last.derivative().coefficients().copyOf(Coefficient.LEARNING_RATE);
      assertThat(Arrays.copyOfRange(actual, first, STEPS))
          .isDeepEqualTo(Arrays.copyOfRange(expected, first, STEPS));
      for (int t = 0; t < first; t++) {
        assertThat(actual[t]).containsOnly(0);
      }
      assertThat(last.derivative().initLogScale()).containsOnly(0);
      assertThat(last.adjointNorms().get(first)).isEqualTo(all.adjointNorms().get(first));
      assertThat(last.adjointNorms().get(first - 1)).isNaN();
      assertThat(last.reversal().exact()).isTrue();
      assertThat(last.reversal().endHash()).isEqualTo(all.reversal().endHash());
    }
  }

  static Stream<Arguments> truncations() {
    return RandomRuns.optimizers()
        .flatMap(optimizer -> Stream.of(1, 37, 149).map(last -> Arguments.of(optimizer, last)));
  }

  @ParameterizedTest
  @MethodSource("org.retrograde.hypergrad.RandomRuns#reversible")
  void wordsSpilledToAFileGiveTheSameBits(Optimizer optimizer, @TempDir Path folder) {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(5));
      RunSettings settings = RandomRuns.settings(5, 600, objective.groups(), optimizer);
      TrainingRun run = new TrainingRun(device, objective, optimizer, settings);
      Hypergradient inMemory = Strategy.REPLAY.differentiate(run);
      Hypergradient spilled =
          Strategy.REPLAY.differentiate(
              run.withOptions(TrainingOptions.DEFAULT.withSpill(0, folder)));
      assertSameBits(spilled, inMemory);
      assertThat(spilled.reversal().memory()).isEqualTo(inMemory.reversal().memory());
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void replayingWhatCannotBeUndoneIsRefused() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
      RunSettings settings = RandomRuns.settings(1, 5, objective.groups(), new Nesterov());
      TrainingRun run = new TrainingRun(device, objective, new Nesterov(), settings);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Strategy.REPLAY.differentiate(run))
          .withMessageContaining("SGD with Nesterov momentum cannot be undone");
    }
  }

  private static void assertSameBits(Hypergradient actual, Hypergradient expected) {
    assertThat(numbers(actual)).containsExactly(numbers(expected));
    assertThat(actual.finalLoss()).isEqualTo(expected.finalLoss());
    assertThat(actual.trainingLosses()).isEqualTo(expected.trainingLosses());
    assertThat(actual.adjointNorms()).isEqualTo(expected.adjointNorms());
    assertThat(actual.reversal().startHash()).isEqualTo(expected.reversal().startHash());
    assertThat(actual.reversal().endHash()).isEqualTo(expected.reversal().endHash());
    assertThat(actual.reversal().exact()).isTrue();
    assertThat(actual.reversal().windows()).isEqualTo(expected.reversal().windows());
  }

  @Test
  void theComparisonSeesTheLastBitOfOneMomentum() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
      Optimizer optimizer = new Momentum(MomentumForm.PAPER);
      RunSettings settings = RandomRuns.settings(1, STEPS, objective.groups(), optimizer);
      RunSettings moved = settings.copy();
      moved.coefficients().add(Coefficient.MOMENTUM, STEPS - 1, 1, 0x1p-16);
      Hypergradient one =
          Strategy.REPLAY.differentiate(new TrainingRun(device, objective, optimizer, settings));
      Hypergradient other =
          Strategy.STORED.differentiate(new TrainingRun(device, objective, optimizer, moved));
      assertThat(numbers(one)).isNotEqualTo(numbers(other));
    }
  }

  /** All derivatives, those of the start included. */
  private static double[] numbers(Hypergradient hypergradient) {
    double[] start =
        hypergradient.start().stream()
            .flatMap(StrategyTest::tensors)
            .flatMapToDouble(tensor -> Arrays.stream(tensor.toArray()))
            .toArray();
    return DoubleStream.concat(
            Arrays.stream(RandomRuns.numbers(hypergradient.derivative())), Arrays.stream(start))
        .toArray();
  }

  private static Stream<Tensor> tensors(GroupAdjoint adjoint) {
    return Stream.concat(Stream.of(adjoint.position()), adjoint.moments().stream());
  }
}
