package org.retrograde.hypergrad.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.PrimalAveraging;
import org.retrograde.reversible.optimizer.SgdSai;

/** Hypergradients of whole runs, against differences through the plain double stepper. */
final class HypergradientTest {

  private static final int STEPS = 20;

  /** Some steps are clipped. */
  private static final TrainingOptions OPTIONS = TrainingOptions.DEFAULT.withClip(4);

  static Stream<Arguments> runs() {
    return Devices.usable().stream()
        .flatMap(
            device ->
                RandomRuns.optimizers()
                    .flatMap(
                        optimizer ->
                            Stream.of(1L, 2L, 3L).map(s -> Arguments.of(device, optimizer, s))));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyEntryAgreesWithCentralDifferences(String name, Optimizer optimizer, long seed) {
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(seed));
      RunSettings settings = settings(seed, objective, optimizer);
      RunSettings derivative = differentiate(device, objective, optimizer, settings);
      assertThat(errors(objective, optimizer, settings, derivative))
          .hasSize(3 + optimizer.coefficients().size())
          .allSatisfy(
              block ->
                  assertThat(block.largest() > 0)
                      .as(block.block())
                      .isEqualTo(RandomRuns.acts(optimizer, block.block())))
          .allSatisfy(
              block -> assertThat(block.error()).as(block.block()).isLessThan(limit(optimizer)));
    }
  }

  /** A ratio is far from straight where entries of a first gradient are nearly alike. */
  private static double width(Optimizer optimizer) {
    return optimizer.equals(new SgdSai()) ? 1e-5 : 1e-4;
  }

  /**
   * The root of a mean square amplifies the digit noise of its decay; that of a decaying position
   * stands beside the small derivative with respect to its decay. Parts of an exact mean have 24
   * bits.
   */
  private static double limit(Optimizer optimizer) {
    if (optimizer instanceof PrimalAveraging) {
      return 5e-6;
    }
    if (optimizer.coefficients().contains(Coefficient.EPSILON)) {
      return 1e-7;
    }
    return optimizer.coefficients().contains(Coefficient.WEIGHT_DECAY) ? 1e-8 : 1e-9;
  }

  @ParameterizedTest
  @MethodSource("org.retrograde.hypergrad.RandomRuns#optimizers")
  void theSameCheckRefusesADerivativeThatIsWrongByOneInAThousand(Optimizer optimizer) {
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(1));
      RunSettings settings = settings(1, objective, optimizer);
      RunSettings derivative = differentiate(device, objective, optimizer, settings);
      RunSettings wrong = derivative.plus(1e-3, derivative);
      assertThat(errors(objective, optimizer, settings, wrong))
          .filteredOn(block -> RandomRuns.acts(optimizer, block.block()))
          .isNotEmpty()
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isGreaterThan(9e-4));
    }
  }

  @Test
  void inSinglePrecisionTheyAgreeToThePrecisionOfTheGradient() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(4));
      RunSettings settings = settings(4, objective, new Momentum(MomentumForm.PAPER));
      RunSettings derivative =
          differentiate(device, objective, new Momentum(MomentumForm.PAPER), settings);
      assertThat(errors(objective, new Momentum(MomentumForm.PAPER), settings, derivative))
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isLessThan(1e-5));
    }
  }

  @Test
  void trainingAndDifferentiatingSeeTheSameLosses() {
    try (Device device = Devices.open("host", Precision.FLOAT32, 1)) {
      Objective objective = new HostObjectiveAdapter(RandomRuns.quadratic(5));
      RunSettings settings = settings(5, objective, new Momentum(MomentumForm.PAPER));
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
      Optimizer optimizer = new Momentum(MomentumForm.HEAVY_BALL);
      RunSettings derivative =
          differentiate(device, objective, optimizer, settings(6, objective, optimizer));
      assertThat(derivative.coefficients().copyOf(Coefficient.MOMENTUM)[0]).containsOnly(0);
      assertThat(derivative.coefficients().copyOf(Coefficient.MOMENTUM)[1]).doesNotContain(0);
    }
  }

  private static RunSettings settings(long seed, Objective objective, Optimizer optimizer) {
    return RandomRuns.settings(seed, STEPS, objective.groups(), optimizer).withExactDecays();
  }

  private static RunSettings differentiate(
      Device device, Objective objective, Optimizer optimizer, RunSettings settings) {
    return Strategy.STORED
        .differentiate(new TrainingRun(device, objective, optimizer, settings, OPTIONS))
        .derivative();
  }

  /** Differences are taken on the host whatever the device: one more thing they do not share. */
  private static List<BlockError> errors(
      Objective objective, Optimizer optimizer, RunSettings settings, RunSettings derivative) {
    try (Device host = Devices.open("host", Precision.FLOAT64, 1)) {
      CentralDifferences differences =
          new CentralDifferences(
              changed ->
                  new PlainStepper(new TrainingRun(host, objective, optimizer, changed, OPTIONS))
                      .finalLoss(),
              width(optimizer));
      return new DerivativeCheck(differences, settings, derivative).everyEntry();
    }
  }
}
