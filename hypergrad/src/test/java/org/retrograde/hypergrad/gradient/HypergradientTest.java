package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.RandomRuns;
import org.retrograde.hypergrad.check.BlockError;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.DerivativeCheck;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;

/** Hypergradients of whole runs, against differences through the plain double stepper. */
final class HypergradientTest {

  private static final int STEPS = 20;
  private static final double WIDTH = 1e-4;

  static Stream<Arguments> runs() {
    return Devices.names().stream()
        .flatMap(
            device ->
                Stream.of(MomentumForm.values())
                    .flatMap(
                        form -> Stream.of(1L, 2L, 3L).map(s -> Arguments.of(device, form, s))));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyEntryAgreesWithCentralDifferences(String name, MomentumForm form, long seed) {
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(seed));
      RunSettings settings = settings(seed, objective, form);
      RunSettings derivative = differentiate(device, objective, form, settings);
      assertThat(errors(objective, form, settings, derivative))
          .hasSize(5)
          .allSatisfy(block -> assertThat(block.largest()).as(block.block()).isPositive())
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isLessThan(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource(MomentumForm.class)
  void theSameCheckRefusesADerivativeThatIsWrongByOneInAThousand(MomentumForm form) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
      RunSettings settings = settings(1, objective, form);
      RunSettings derivative = differentiate(device, objective, form, settings);
      RunSettings wrong = derivative.plus(1e-3, derivative);
      assertThat(errors(objective, form, settings, wrong))
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isGreaterThan(9e-4));
    }
  }

  @Test
  void inSinglePrecisionTheyAgreeToThePrecisionOfTheGradient() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(4));
      RunSettings settings = settings(4, objective, MomentumForm.PAPER);
      RunSettings derivative = differentiate(device, objective, MomentumForm.PAPER, settings);
      assertThat(errors(objective, MomentumForm.PAPER, settings, derivative))
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isLessThan(1e-5));
    }
  }

  @Test
  void trainingAndDifferentiatingSeeTheSameLosses() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(5));
      RunSettings settings = settings(5, objective, MomentumForm.PAPER);
      TrainingRun run =
          new TrainingRun(device, objective, new Momentum(MomentumForm.PAPER), settings);
      Trained trained = run.train();
      Hypergradient differentiated = Strategy.REPLAY.differentiate(run);
      assertThat(differentiated.finalLoss()).isEqualTo(trained.finalLoss());
      assertThat(differentiated.trainingLosses()).isEqualTo(trained.trainingLosses());
      assertThat(differentiated.reversal().endHash()).isEqualTo(trained.stateHash());
    }
  }

  @Test
  void aVelocityThatStartsAtZeroLeavesTheFirstHeavyBallMomentumWithoutEffect() {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(6));
      MomentumForm form = MomentumForm.HEAVY_BALL;
      RunSettings derivative = differentiate(device, objective, form, settings(6, objective, form));
      assertThat(derivative.coefficients().copyOf(Coefficient.MOMENTUM)[0]).containsOnly(0);
      assertThat(derivative.coefficients().copyOf(Coefficient.MOMENTUM)[1]).doesNotContain(0);
    }
  }

  private static RunSettings settings(long seed, Objective objective, MomentumForm form) {
    return RandomRuns.settings(seed, STEPS, objective.groups(), form).withExactMomentum();
  }

  private static RunSettings differentiate(
      Device device, Objective objective, MomentumForm form, RunSettings settings) {
    return Strategy.REPLAY
        .differentiate(new TrainingRun(device, objective, new Momentum(form), settings))
        .derivative();
  }

  /** Differences are taken on the host whatever the device: one more thing they do not share. */
  private static List<BlockError> errors(
      Objective objective, MomentumForm form, RunSettings settings, RunSettings derivative) {
    try (Device host = Devices.open("host", Precision.FLOAT64, 1)) {
      CentralDifferences differences =
          new CentralDifferences(
              changed -> new PlainStepper(host, objective, form, changed).finalLoss(), WIDTH);
      return new DerivativeCheck(differences, settings, derivative).everyEntry();
    }
  }
}
