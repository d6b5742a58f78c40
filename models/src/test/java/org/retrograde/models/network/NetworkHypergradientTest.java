package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.check.BlockError;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.DerivativeCheck;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.parametrization.OptimizerFamily;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;

/** Hypergradients of whole training runs of networks. */
final class NetworkHypergradientTest {

  private static final int STEPS = 15;
  private static final double WIDTH = 1e-4;

  static Stream<Arguments> runs() {
    return Devices.names().stream()
        .flatMap(
            device ->
                Stream.of(MomentumForm.values())
                    .flatMap(
                        form ->
                            Stream.of(Loss.values())
                                .limit(device.equals("host") ? 2 : 1)
                                .map(loss -> Arguments.of(device, form, loss))));
  }

  private static RandomProblem small(Nonlinearity f, Loss loss, long seed) {
    return new RandomProblem(
        new NetworkSpec(List.of(3, 4, 4, 3), f, loss, List.of(1.0, 1.2, 0.7)), 12, 6, seed);
  }

  private static double peak(MomentumForm form) {
    return form == MomentumForm.PAPER ? 0.5 : 0.05;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyEntryOfEveryBlockAgreesWithCentralDifferences(
      String name, MomentumForm form, Loss loss) {
    RandomProblem problem = small(Nonlinearity.TANH, loss, 1);
    RunSettings settings = problem.settings(STEPS, peak(form), true).withExactMomentum();
    RunSettings derivative;
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      derivative = differentiate(device, problem, form, settings).derivative();
    }
    List<BlockError> errors = check(problem, form, settings, derivative).everyEntry();
    assertThat(errors)
        .extracting(BlockError::block)
        .containsExactly(
            "learning rate",
            "momentum",
            "init scale",
            "L2 penalty",
            "L2 penalty of each weight",
            "training inputs");
    assertThat(errors)
        .allSatisfy(block -> assertThat(block.largest()).as(block.block()).isPositive())
        .allSatisfy(block -> assertThat(block.error()).as(block.block()).isLessThan(1e-7));
  }

  @Test
  void theSameCheckRefusesDerivativesThatAreWrongByOneInAThousand() {
    RandomProblem problem = small(Nonlinearity.TANH, Loss.CROSS_ENTROPY, 1);
    RunSettings settings = problem.settings(STEPS, 0.5, true).withExactMomentum();
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      RunSettings right = differentiate(device, problem, MomentumForm.PAPER, settings).derivative();
      assertThat(check(problem, MomentumForm.PAPER, settings, right.plus(1e-3, right)).everyEntry())
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isGreaterThan(9e-4));
    }
  }

  /** Test A6: the base network is 64 wide; at 256 the width factors are at work. */
  @ParameterizedTest
  @CsvSource({"STANDARD,64", "MUP,64", "STANDARD,256", "MUP,256"})
  void atEitherWidthAndParametrizationBlocksAgreeWithCentralDifferences(
      Parametrization rules, int width) {
    List<Integer> sizes = List.of(4, width, width, 3);
    WidthScaling scaling =
        new WidthScaling(rules, OptimizerFamily.SGD, List.of(4, 64, 64, 3), sizes);
    RandomProblem problem =
        new RandomProblem(
            new NetworkSpec(sizes, Nonlinearity.TANH, Loss.CROSS_ENTROPY, scaling.multipliers()),
            12,
            6,
            2);
    RunSettings settings = scaling.effective(problem.settings(8, 0.3, true).withExactMomentum());
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      RunSettings derivative =
          differentiate(device, problem, MomentumForm.PAPER, settings).derivative();
      assertThat(
              check(problem, MomentumForm.PAPER, settings, derivative)
                  .sampled(new Well19937c(1), 2))
          .hasSize(6)
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isLessThan(1e-7));
    }
  }

  static Stream<Arguments> bitwise() {
    return Devices.names().stream()
        .flatMap(
            device ->
                Stream.of(Precision.values())
                    .flatMap(
                        precision ->
                            Stream.of(Nonlinearity.values())
                                .limit(device.equals("host") ? 3 : 1)
                                .map(f -> Arguments.of(device, precision, f))));
  }

  @ParameterizedTest
  @MethodSource("bitwise")
  void replayingAndHavingStoredGiveTheSameBits(String name, Precision precision, Nonlinearity f) {
    RandomProblem problem = small(f, Loss.CROSS_ENTROPY, 3);
    RunSettings settings = problem.settings(40, 0.5, true);
    try (Device device = Devices.open(name, precision, 1)) {
      TrainingRun run = run(device, problem, MomentumForm.PAPER, settings);
      Hypergradient replayed = Strategy.REPLAY.differentiate(run);
      Hypergradient stored = Strategy.STORED.differentiate(run);
      assertThat(numbers(replayed)).doesNotContain(Double.NaN).containsExactly(numbers(stored));
      assertThat(replayed.reversal()).isEqualTo(stored.reversal());
      assertThat(replayed.reversal().exact()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Nonlinearity.class)
  void singlePrecisionComesNearDoublePrecision(Nonlinearity f) {
    RandomProblem problem = small(f, Loss.CROSS_ENTROPY, 4);
    RunSettings settings = problem.settings(STEPS, 0.5, true).withExactMomentum();
    try (Device exact = Devices.open("host", Precision.FLOAT64, 1);
        Device rounded = Devices.open("host", Precision.FLOAT32, 1)) {
      Hypergradient one = differentiate(exact, problem, MomentumForm.PAPER, settings);
      Hypergradient other = differentiate(rounded, problem, MomentumForm.PAPER, settings);
      RunSettings difference = one.derivative().plus(-1, other.derivative());
      double relative =
          Math.sqrt(difference.dot(difference) / one.derivative().dot(one.derivative()));
      assertThat(relative).isBetween(1e-12, 1e-5);
    }
  }

  private static double[] numbers(Hypergradient hypergradient) {
    RunSettings derivative = hypergradient.derivative();
    Stream<double[]> settings =
        Stream.of(
                derivative.coefficients().rows().stream(),
                Stream.of(derivative.initLogScale(), derivative.l2()),
                derivative.l2PerParameter().stream(),
                Stream.of(derivative.lossParameter("training inputs")))
            .flatMap(arrays -> arrays);
    Stream<double[]> start =
        hypergradient.start().stream().flatMap(NetworkHypergradientTest::arrays);
    return Stream.concat(settings, start).flatMapToDouble(DoubleStream::of).toArray();
  }

  private static Stream<double[]> arrays(GroupAdjoint adjoint) {
    return Stream.of(adjoint.position().toArray(), adjoint.moments().get(0).toArray());
  }

  private static TrainingRun run(
      Device device, RandomProblem problem, MomentumForm form, RunSettings settings) {
    return new TrainingRun(
        device,
        problem.objective(device, settings.coefficients().steps(), true),
        new Momentum(form),
        settings);
  }

  private static Hypergradient differentiate(
      Device device, RandomProblem problem, MomentumForm form, RunSettings settings) {
    return Strategy.REPLAY.differentiate(run(device, problem, form, settings));
  }

  private static DerivativeCheck check(
      RandomProblem problem, MomentumForm form, RunSettings settings, RunSettings derivative) {
    Device host = Devices.open("host", Precision.FLOAT64, 1);
    NetworkObjective objective = problem.objective(host, settings.coefficients().steps(), true);
    return new DerivativeCheck(
        new CentralDifferences(
            changed -> new PlainStepper(host, objective, form, changed).finalLoss(), WIDTH),
        settings,
        derivative);
  }
}
