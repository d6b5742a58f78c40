package org.retrograde.hypergrad.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.check.BlockError;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.DerivativeCheck;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.HeldSteps;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.PrimalAveraging;

/** Sharing of weights between tasks, against plain doubles and against the tasks alone. */
final class MixedTasksObjectiveTest {

  private static final int TASKS = 3;
  private static final int STEPS = 12;
  private static final List<String> MATRICES = List.of("first", "second");

  static Stream<Arguments> runs() {
    return Devices.usable().stream()
        .flatMap(
            device -> RandomRuns.reversible().map(optimizer -> Arguments.of(device, optimizer)));
  }

  private static MixedTasksObjective mixed(Device device, List<String> matrices) {
    return new MixedTasksObjective(device, tasks(), matrices);
  }

  private static List<Objective> tasks() {
    return IntStream.range(0, TASKS)
        .<Objective>mapToObj(k -> new HostObjectiveAdapter(RandomRuns.quadratic(k + 1)))
        .toList();
  }

  private static RunSettings settings(Objective objective, Optimizer optimizer, long seed) {
    RunSettings settings = RandomRuns.settings(seed, STEPS, objective.groups(), optimizer);
    RandomGenerator random = new Well19937c(seed);
    for (LossParameter matrix : objective.parameters()) {
      double[] entries = new double[TASKS * TASKS];
      Arrays.setAll(entries, i -> (i % (TASKS + 1) == 0 ? 1 : 0) + 0.3 * random.nextGaussian());
      settings.setLossParameter(matrix.name(), entries);
    }
    return settings.withExactDecays();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyEntryOfEveryMatrixAgreesWithCentralDifferences(String name, Optimizer optimizer) {
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      MixedTasksObjective objective = mixed(device, MATRICES);
      RunSettings settings = settings(objective, optimizer, 1);
      RunSettings derivative = differentiate(device, objective, optimizer, settings);
      assertThat(errors(optimizer, settings, derivative))
          .extracting(BlockError::block)
          .contains("first", "second");
      double limit = optimizer instanceof PrimalAveraging ? 1e-6 : 1e-7; // its parts have 24 bits
      assertThat(errors(optimizer, settings, derivative))
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isLessThan(limit));
      if (optimizer.isSmooth()) { // else what acts through gradients has no derivative
        assertThat(errors(optimizer, settings, derivative))
            .allSatisfy(block -> assertThat(block.largest()).as(block.block()).isPositive());
      }
    }
  }

  @Test
  void theSameCheckRefusesAnAdjointThatForgetsTheFinalLoss() {
    Optimizer optimizer = new Momentum(MomentumForm.PAPER);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      MixedTasksObjective objective = mixed(device, MATRICES);
      RunSettings settings = settings(objective, optimizer, 1);
      RunSettings derivative = differentiate(device, objective, optimizer, settings);
      List<Tensor> end = new TrainingRun(device, objective, optimizer, settings).train().weights();
      objective.parameters().forEach(matrix -> matrix.adjoint().fill(0));
      objective.finalGradient(end, zeros(device, objective));
      for (LossParameter matrix : objective.parameters()) {
        double[] wrong = derivative.lossParameter(matrix.name()).clone();
        double[] direct = matrix.adjoint().toArray();
        Arrays.setAll(wrong, i -> wrong[i] - direct[i]);
        derivative.setLossParameter(matrix.name(), wrong);
      }
      assertThat(errors(optimizer, settings, derivative))
          .filteredOn(block -> MATRICES.contains(block.block()))
          .hasSize(2)
          .allSatisfy(block -> assertThat(block.error()).isGreaterThan(1e-2));
    }
  }

  @Test
  void theSameCheckRefusesADerivativeThatIsWrongByOneInAThousand() {
    Optimizer optimizer = new Momentum(MomentumForm.HEAVY_BALL);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      MixedTasksObjective objective = mixed(device, MATRICES);
      RunSettings settings = settings(objective, optimizer, 2);
      RunSettings derivative = differentiate(device, objective, optimizer, settings);
      assertThat(errors(optimizer, settings, derivative.plus(1e-3, derivative)))
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isGreaterThan(3e-4));
    }
  }

  @Test
  void withTheIdentityEveryTaskTrainsToTheBitAsItDoesAlone() {
    Optimizer optimizer = new Momentum(MomentumForm.PAPER);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      MixedTasksObjective objective = mixed(device, MATRICES);
      RunSettings settings = RandomRuns.settings(3, STEPS, objective.groups(), optimizer);
      List<Tensor> together =
          new TrainingRun(device, objective, optimizer, settings).train().weights();
      int count = objective.groups().size() / TASKS;
      for (int k = 0; k < TASKS; k++) {
        Objective alone = tasks().get(k);
        RunSettings own = new RunSettings(STEPS, alone.groups());
        for (int g = 0; g < count; g++) {
          int place = k * count + g;
          for (var coefficient : optimizer.coefficients()) {
            for (int t = 0; t < STEPS; t++) {
              own.coefficients()
                  .set(coefficient, t, g, settings.coefficients().get(coefficient, t, place));
            }
          }
          own.initLogScale()[g] = settings.initLogScale()[place];
          own.l2()[g] = settings.l2()[place];
          System.arraycopy(
              settings.l2PerParameter().get(place),
              0,
              own.l2PerParameter().get(g),
              0,
              own.l2PerParameter().get(g).length);
        }
        List<Tensor> expected = new TrainingRun(device, alone, optimizer, own).train().weights();
        for (int g = 0; g < count; g++) {
          assertThat(together.get(k * count + g).toArray())
              .containsExactly(expected.get(g).toArray());
        }
      }
    }
  }

  @Test
  void rowsThatAreAlikeGiveEveryTaskTheSameWeights() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      MixedTasksObjective objective = mixed(device, List.of("all", "all"));
      objective.parameters().get(0).value().fill(1.0 / TASKS);
      List<Tensor> weights = zeros(device, objective);
      for (int g = 0; g < weights.size(); g++) {
        weights.get(g).assign(objective.initialWeights(device).get(g));
        weights.get(g).scale(g + 1);
      }
      List<Tensor> seen = objective.effective(weights);
      for (int g = 0; g < seen.size(); g++) {
        assertThat(seen.get(g).toArray()).containsExactly(seen.get(g % 2).toArray());
      }
      assertThat(seen.get(0).toArray()).isNotEqualTo(weights.get(0).toArray());
    }
  }

  @Test
  void productsAtOnePointHaveTheBitsOfThoseOfFreshLinearizations() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      MixedTasksObjective objective = mixed(device, MATRICES);
      List<Tensor> weights = zeros(device, objective);
      List<Tensor> direction = zeros(device, objective);
      for (int g = 0; g < weights.size(); g++) {
        weights.get(g).assign(objective.initialWeights(device).get(g));
        direction.get(g).fill(g - 2.5);
      }
      Linearization at = objective.linearize(1, weights, zeros(device, objective));
      List<Tensor> first = zeros(device, objective);
      List<Tensor> again = zeros(device, objective);
      List<Tensor> fresh = zeros(device, objective);
      at.hessianProduct(direction, first, 1);
      at.hessianProduct(direction, again, 1);
      objective.linearize(1, weights, zeros(device, objective)).hessianProduct(direction, fresh, 1);
      for (int g = 0; g < first.size(); g++) {
        assertThat(again.get(g).toArray()).containsExactly(first.get(g).toArray());
        assertThat(fresh.get(g).toArray()).containsExactly(first.get(g).toArray());
      }
    }
  }

  @Test
  void aRunComesBackToEveryBitOfItsStart() {
    Optimizer optimizer = new Momentum(MomentumForm.PAPER);
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      MixedTasksObjective objective = mixed(device, MATRICES);
      RunSettings settings = settings(objective, optimizer, 4);
      Hypergradient replayed =
          Strategy.REPLAY.differentiate(new TrainingRun(device, objective, optimizer, settings));
      assertThat(replayed.reversal().exact()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, STEPS / 2, STEPS})
  void heldLinearizationsGiveTheBitsOfEvaluatingAgain(int held) {
    Optimizer optimizer = new Momentum(MomentumForm.PAPER);
    for (String name : Devices.usable()) {
      try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
        MixedTasksObjective objective = mixed(device, MATRICES);
        RunSettings settings = settings(objective, optimizer, 6);
        TrainingRun run = new TrainingRun(device, objective, optimizer, settings);
        long bytes = held * HeldSteps.of(run).bytesAStep();
        Hypergradient kept =
            Strategy.KEPT.differentiate(run.withOptions(run.options().withHeldBytes(bytes)));
        Hypergradient replayed = Strategy.REPLAY.differentiate(run);
        assertThat(bytes).isPositive();
        assertThat(RandomRuns.numbers(kept.derivative()))
            .containsExactly(RandomRuns.numbers(replayed.derivative()));
        for (String matrix : MATRICES) {
          assertThat(kept.derivative().lossParameter(matrix))
              .containsExactly(replayed.derivative().lossParameter(matrix));
        }
        assertThat(kept.reversal()).isEqualTo(replayed.reversal());
      }
    }
  }

  @Test
  void tasksThatDoNotFitAreRefused() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      assertThatThrownBy(() -> new MixedTasksObjective(device, List.of(), MATRICES))
          .hasMessageContaining("at least one task");
      assertThatThrownBy(() -> mixed(device, List.of("one")))
          .hasMessageContaining("2 parameter groups need as many names of matrices, got [one]");
    }
  }

  private static List<Tensor> zeros(Device device, Objective objective) {
    List<Tensor> zeros = new ArrayList<>();
    objective.groups().forEach(group -> zeros.add(device.tensor(group.rows(), group.cols())));
    return zeros;
  }

  private static RunSettings differentiate(
      Device device, Objective objective, Optimizer optimizer, RunSettings settings) {
    return Strategy.REPLAY
        .differentiate(new TrainingRun(device, objective, optimizer, settings))
        .derivative();
  }

  /** Differences are taken on the host whatever the device. */
  private static List<BlockError> errors(
      Optimizer optimizer, RunSettings settings, RunSettings derivative) {
    try (Device host = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = mixed(host, MATRICES);
      CentralDifferences differences =
          new CentralDifferences(
              changed ->
                  new PlainStepper(new TrainingRun(host, objective, optimizer, changed))
                      .finalLoss(),
              1e-4);
      return new DerivativeCheck(differences, settings, derivative).sampled(new Well19937c(5), 9);
    }
  }
}
