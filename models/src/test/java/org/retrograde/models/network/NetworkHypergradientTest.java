package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
import org.retrograde.hypergrad.average.ExponentialAverage;
import org.retrograde.hypergrad.check.BlockError;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.DerivativeCheck;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.HeldSteps;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.Perceptrons;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.autodiff.TrainingLoss;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Muon;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.Optimizers;
import org.retrograde.reversible.optimizer.PrimalAveraging;
import org.retrograde.reversible.optimizer.StepScaling;

/** Hypergradients of whole training runs of networks. */
final class NetworkHypergradientTest {

  private static final int STEPS = 15;
  private static final Optimizer PAPER = new Momentum(MomentumForm.PAPER);

  static Stream<Arguments> runs() {
    return Devices.usable().stream()
        .flatMap(
            device ->
                optimizers()
                    .flatMap(
                        optimizer ->
                            losses()
                                .limit(device.equals("host") ? 3 : 1)
                                .map(loss -> Arguments.of(device, optimizer, loss))));
  }

  private static Stream<TrainingLoss> losses() {
    return Stream.concat(
        Stream.of(new TrainingLoss(Loss.CROSS_ENTROPY, 0.1, 0.05)),
        Stream.of(Loss.values()).map(TrainingLoss::of));
  }

  private static Stream<Optimizer> optimizers() {
    return Optimizers.ALL.all().stream();
  }

  private static RandomProblem small(Nonlinearity f, TrainingLoss loss, long seed) {
    List<Double> multipliers = List.of(1.0, 1.2, 0.7);
    return new RandomProblem(
        Perceptrons.spec(List.of(3, 4, 4, 3), f, loss.plain(), multipliers).withLoss(loss),
        12,
        6,
        seed);
  }

  /** Steps of a mean are short, and its weights have a kink where a rate becomes the largest. */
  private static double peak(Optimizer optimizer) {
    boolean isNormalized = optimizer.scaling().normalizes();
    if (optimizer.coefficients().contains(Coefficient.AVERAGING)) {
      return isNormalized ? 0.1 : 0.5;
    }
    return optimizer.equals(PAPER) ? 0.5 : isNormalized ? 0.02 : 0.05;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyEntryOfEveryBlockAgreesWithCentralDifferences(
      String name, Optimizer optimizer, TrainingLoss loss) {
    RandomProblem problem = small(Nonlinearity.TANH, loss, 1);
    RunSettings settings =
        problem.settings(STEPS, peak(optimizer), optimizer, true).withExactDecays();
    RunSettings derivative;
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      derivative = differentiate(device, problem, optimizer, settings).derivative();
    }
    List<BlockError> errors = check(problem, optimizer, settings, derivative).everyEntry();
    assertThat(errors)
        .extracting(BlockError::block)
        .startsWith(
            optimizer.coefficients().stream().map(Coefficient::label).toArray(String[]::new))
        .endsWith("init scale", "L2 penalty", "L2 penalty of each weight", "training inputs")
        .hasSize(optimizer.coefficients().size() + 4);
    assertThat(errors)
        .allSatisfy(
            block ->
                assertThat(block.largest() > 0)
                    .as(block.block())
                    .isEqualTo(acts(optimizer, block.block())))
        .allSatisfy(
            block -> assertThat(block.error()).as(block.block()).isLessThan(limit(optimizer)));
  }

  /** Under signs what acts through gradients alone has no derivative. */
  private static boolean acts(Optimizer optimizer, String block) {
    return optimizer.isSmooth()
        || List.of("learning rate", "weight decay", "init scale").contains(block);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void derivativesByMultipliersAgreeWithCentralDifferences(
      String name, Optimizer optimizer, TrainingLoss loss) {
    RandomProblem problem = small(Nonlinearity.TANH, loss, 1);
    RunSettings settings =
        problem.settings(STEPS, peak(optimizer), optimizer, true).withExactDecays();
    multiply(settings);
    RunSettings derivative;
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      derivative = differentiate(device, problem, optimizer, settings).derivative();
    }
    DerivativeCheck check = check(problem, optimizer, settings, derivative);
    assertThat(check.sampled(new Well19937c(1), 6))
        .filteredOn(block -> block.block().equals(RunSettings.LOG_MULTIPLIERS))
        .singleElement()
        .satisfies(block -> assertThat(block.largest()).isPositive())
        .satisfies(block -> assertThat(block.error()).isLessThan(limit(optimizer)));
  }

  /** A multiplier for every group, biases too. */
  private static void multiply(RunSettings settings) {
    double[] logs = new double[settings.initLogScale().length];
    Arrays.setAll(logs, g -> 0.2 * Math.cos(g));
    settings.setLossParameter(RunSettings.LOG_MULTIPLIERS, logs);
  }

  /** A root is far from straight where a gradient is near 0. */
  private static double width(Optimizer optimizer) {
    if (optimizer instanceof Muon) {
      return 1e-5; // its derivatives are small, so that roundings count for more
    }
    return optimizer.followsGradients() ? 1e-6 : 1e-4;
  }

  /** The root of a mean square amplifies digit noise; exact parts of a mean have 24 bits. */
  private static double limit(Optimizer optimizer) {
    boolean isExactMean = optimizer instanceof PrimalAveraging;
    return optimizer.followsGradients() || isExactMean ? 1e-6 : 1e-7;
  }

  @Test
  void theSameCheckRefusesDerivativesThatAreWrongByOneInAThousand() {
    RandomProblem problem = small(Nonlinearity.TANH, TrainingLoss.of(Loss.CROSS_ENTROPY), 1);
    RunSettings settings = problem.settings(STEPS, 0.5, PAPER, true).withExactDecays();
    multiply(settings);
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      RunSettings right = differentiate(device, problem, PAPER, settings).derivative();
      assertThat(check(problem, PAPER, settings, right.plus(1e-3, right)).everyEntry())
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
        Perceptrons.scaling(rules, StepScaling.PROPORTIONAL, List.of(4, 64, 64, 3), sizes);
    RandomProblem problem =
        new RandomProblem(
            NetworkSpec.of(sizes, Nonlinearity.TANH, Loss.CROSS_ENTROPY)
                .withMultipliers(scaling.multipliers()),
            12,
            6,
            2);
    RunSettings settings =
        scaling.effective(problem.settings(8, 0.3, PAPER, true).withExactDecays());
    try (Device device = Devices.open("host", Precision.FLOAT64, 1)) {
      RunSettings derivative = differentiate(device, problem, PAPER, settings).derivative();
      assertThat(check(problem, PAPER, settings, derivative).sampled(new Well19937c(1), 2))
          .hasSize(6)
          .allSatisfy(block -> assertThat(block.error()).as(block.block()).isLessThan(1e-7));
    }
  }

  static Stream<Arguments> bitwise() {
    return Devices.usable().stream()
        .flatMap(
            device ->
                Stream.of(Precision.values())
                    .limit(device.equals("host") ? 2 : 1) // others take longer on a processor
                    .flatMap(
                        precision ->
                            Stream.of(Nonlinearity.values())
                                .limit(device.equals("host") ? 3 : 1)
                                .map(f -> Arguments.of(device, precision, f))));
  }

  @ParameterizedTest
  @MethodSource("bitwise")
  void allStrategiesGiveTheSameBits(String name, Precision precision, Nonlinearity f) {
    RandomProblem problem = small(f, TrainingLoss.of(Loss.CROSS_ENTROPY), 3);
    for (Optimizer optimizer : optimizers().toList()) {
      int steps = name.equals("host") ? 40 : 8;
      RunSettings settings = problem.settings(steps, peak(optimizer), optimizer, true);
      multiply(settings);
      try (Device device = Devices.open(name, precision, 1)) {
        TrainingRun run = run(device, problem, optimizer, settings);
        Hypergradient stored = Strategy.STORED.differentiate(run);
        assertThat(numbers(stored)).doesNotContain(Double.NaN);
        for (Strategy strategy : Strategy.values()) {
          if (strategy.appliesTo(optimizer)) {
            Hypergradient other = strategy.differentiate(run);
            assertThat(numbers(other)).containsExactly(numbers(stored));
            assertThat(other.reversal().exact()).isTrue();
          }
        }
        long half = HeldSteps.of(run).bytesAStep() * (steps / 2);
        Hypergradient mixed =
            Strategy.KEPT.differentiate(run.withOptions(run.options().withHeldBytes(half)));
        assertThat(half).isPositive();
        assertThat(numbers(mixed)).containsExactly(numbers(stored));
      }
    }
  }

  /** Steps that are held, and those that are not, add to the same mean. */
  @ParameterizedTest
  @MethodSource("org.retrograde.reversible.device.Devices#usable")
  void allStrategiesGiveTheSameBitsWhereAMeanIsJudged(String name) {
    RandomProblem problem = small(Nonlinearity.TANH, TrainingLoss.of(Loss.CROSS_ENTROPY), 3);
    RunSettings settings = problem.settings(14, 0.5, PAPER, true);
    multiply(settings);
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      TrainingRun last = run(device, problem, PAPER, settings);
      TrainingRun run = last.withOptions(last.options().withAverage(new ExponentialAverage(0.7)));
      Hypergradient stored = Strategy.STORED.differentiate(run);
      long half = HeldSteps.of(run).bytesAStep() * 7;
      TrainingRun mixed = run.withOptions(run.options().withHeldBytes(half));
      for (Strategy strategy : Strategy.values()) {
        assertThat(numbers(strategy.differentiate(mixed))).containsExactly(numbers(stored));
      }
      assertThat(stored.finalLoss())
          .isEqualTo(run.train().finalLoss())
          .isNotEqualTo(last.train().finalLoss());
    }
  }

  @ParameterizedTest
  @EnumSource(Nonlinearity.class)
  void singlePrecisionComesNearDoublePrecision(Nonlinearity f) {
    RandomProblem problem = small(f, TrainingLoss.of(Loss.CROSS_ENTROPY), 4);
    RunSettings settings = problem.settings(STEPS, 0.5, PAPER, true).withExactDecays();
    try (Device exact = Devices.open("host", Precision.FLOAT64, 1);
        Device rounded = Devices.open("host", Precision.FLOAT32, 1)) {
      Hypergradient one = differentiate(exact, problem, PAPER, settings);
      Hypergradient other = differentiate(rounded, problem, PAPER, settings);
      RunSettings difference = one.derivative().plus(-1, other.derivative());
      double relative =
          Math.sqrt(difference.dot(difference) / one.derivative().dot(one.derivative()));
      // Slopes of a squared relu have no bound: training makes more of roundings.
      assertThat(relative).isBetween(1e-12, f == Nonlinearity.SQUARED_RELU ? 1e-4 : 1e-5);
    }
  }

  private static double[] numbers(Hypergradient hypergradient) {
    RunSettings derivative = hypergradient.derivative();
    Stream<double[]> settings =
        Stream.of(
                derivative.coefficients().coefficients().stream()
                    .flatMap(each -> Stream.of(derivative.coefficients().copyOf(each))),
                Stream.of(derivative.initLogScale(), derivative.l2()),
                derivative.l2PerParameter().stream(),
                Stream.of(
                    derivative.lossParameter("training inputs"),
                    derivative.lossParameter(RunSettings.LOG_MULTIPLIERS)))
            .flatMap(arrays -> arrays);
    Stream<double[]> start =
        hypergradient.start().stream().flatMap(NetworkHypergradientTest::arrays);
    return Stream.concat(settings, start).flatMapToDouble(DoubleStream::of).toArray();
  }

  private static Stream<double[]> arrays(GroupAdjoint adjoint) {
    return Stream.of(adjoint.position().toArray(), adjoint.moments().get(0).toArray());
  }

  private static TrainingRun run(
      Device device, RandomProblem problem, Optimizer optimizer, RunSettings settings) {
    return new TrainingRun(
        device,
        problem.objective(device, settings.coefficients().steps(), true),
        optimizer,
        settings);
  }

  private static Hypergradient differentiate(
      Device device, RandomProblem problem, Optimizer optimizer, RunSettings settings) {
    return Strategy.RECURSIVE.differentiate(run(device, problem, optimizer, settings));
  }

  private static DerivativeCheck check(
      RandomProblem problem, Optimizer optimizer, RunSettings settings, RunSettings derivative) {
    Device host = Devices.open("host", Precision.FLOAT64, 1);
    NetworkObjective objective = problem.objective(host, settings.coefficients().steps(), true);
    return new DerivativeCheck(
        new CentralDifferences(
            changed ->
                new PlainStepper(new TrainingRun(host, objective, optimizer, changed)).finalLoss(),
            width(optimizer)),
        settings,
        derivative);
  }
}
