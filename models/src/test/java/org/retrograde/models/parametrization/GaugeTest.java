package org.retrograde.models.parametrization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.ScheduleHyperparameter;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.models.Perceptrons;
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.network.BatchPlans;
import org.retrograde.models.network.Initialization;
import org.retrograde.models.network.Initializer;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.StepScaling;

/**
 * What holds exactly because a factor may move between a tensor's entries, its multiplier and its
 * learning rate. Init scales, learning rates and multipliers are other numbers in every group.
 */
final class GaugeTest {

  private static final List<Integer> BASE = List.of(5, 8, 8, 3);
  private static final List<Integer> WIDE = List.of(5, 32, 16, 3);
  private static final int STEPS = 50;
  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);

  /** An update rule, its size of step, and its epsilon. */
  private record Rule(String name, Optimizer optimizer, double peak, double epsilon) {

    @Override
    public String toString() {
      return name;
    }

    private StepScaling family() {
      return optimizer.scaling();
    }

    /** Returns k: a gradient grows by theta, an SGD step of the weights' image by theta^2. */
    private int power() {
      return family() == StepScaling.PROPORTIONAL ? 2 : 1;
    }
  }

  private static Stream<Rule> rules() {
    return Stream.of(
        new Rule("SGD", new Momentum(MomentumForm.HEAVY_BALL), 0.05, 0),
        new Rule("momentum", new Momentum(MomentumForm.PAPER), 0.3, 0),
        new Rule("AdamW, epsilon 0", new AdamW(), 0.02, 0));
  }

  static Stream<Arguments> forms() {
    return Stream.concat(
            rules(), Stream.of(new Rule("AdamW, epsilon 1e-3", new AdamW(), 0.02, 1e-3)))
        .flatMap(
            rule ->
                Stream.of(Parametrization.MUP_T3, Parametrization.MUP_T9, Parametrization.UNIT)
                    .map(form -> Arguments.of(rule, form)));
  }

  /** Test A3. Epsilon follows the gauge too, so it need not be 0. */
  @ParameterizedTest
  @MethodSource("forms")
  void everyFormOfMupTrainsAlike(Rule rule, Parametrization form) {
    assertThat(distance(plain(rule, Parametrization.MUP), plain(rule, form))).isLessThan(1e-12);
    assertThat(distance(exact(rule, Parametrization.MUP), exact(rule, form))).isLessThan(3e-8);
  }

  /** The control: a table that is no gauge of muP. */
  @ParameterizedTest
  @MethodSource("rules")
  void theStandardParametrizationDoesNot(Rule rule) {
    assertThat(distance(plain(rule, Parametrization.MUP), plain(rule, Parametrization.STANDARD)))
        .isGreaterThan(1e-2);
  }

  private static List<Double> plain(Rule rule, Parametrization form) {
    return new PlainStepper(run(rule, form, settings(rule))).train();
  }

  private static List<Double> exact(Rule rule, Parametrization form) {
    Trained trained = run(rule, form, settings(rule)).train();
    return trained.trainingLosses();
  }

  private static double distance(List<Double> one, List<Double> other) {
    assertThat(one).hasSize(STEPS).hasSameSizeAs(other);
    return IntStream.range(0, STEPS)
        .mapToDouble(t -> Math.abs(other.get(t) / one.get(t) - 1))
        .max()
        .orElseThrow();
  }

  /** Test A4, by hypergradients: d/dlog alpha - d/dlog sigma - k d/dlog lambda = 0. */
  @ParameterizedTest
  @MethodSource("rules")
  void hypergradientsOfScaleMultiplierAndRateCancel(Rule rule) {
    RunSettings tuned = settings(rule);
    RunSettings derivative = derivative(rule, tuned);
    double[] alpha = derivative.lossParameter(RunSettings.LOG_MULTIPLIERS);
    double[] rates = logRates(tuned, derivative);
    for (int g = 0; g < alpha.length; g++) {
      assertCancel(rule, g, alpha[g], derivative.initLogScale()[g], rates[g], 1e-6);
    }
  }

  /** The engine's, by tuned settings. */
  private static RunSettings derivative(Rule rule, RunSettings tuned) {
    TrainingRun run = run(rule, Parametrization.MUP, tuned);
    return scaling(rule, Parametrization.MUP)
        .pullBack(Strategy.REPLAY.differentiate(run).derivative());
  }

  /** Test A4, without a hypergradient: central differences of the plain stepper. */
  @ParameterizedTest
  @MethodSource("rules")
  void movingAFactorBetweenThemChangesNothing(Rule rule) {
    for (int g = 0; g < settings(rule).initLogScale().length; g++) {
      double alpha = slope(rule, g, 1, 0, 0);
      double sigma = slope(rule, g, 0, 1, 0);
      double rate = slope(rule, g, 0, 0, 1);
      double gauge = slope(rule, g, 1, -1, -rule.power());
      double size = Math.abs(alpha) + Math.abs(sigma) + rule.power() * Math.abs(rate);
      assertThat(Math.abs(gauge) / size).as("group %d", g).isLessThan(1e-8);
      assertCancel(rule, g, alpha, sigma, rate, 1e-8);
    }
  }

  /** The derivatives of one group, in proportion to what they are made of; a wrong sign shows. */
  private static void assertCancel(
      Rule rule, int g, double alpha, double sigma, double rate, double limit) {
    double size = Math.abs(alpha) + Math.abs(sigma) + rule.power() * Math.abs(rate);
    assertThat(Math.abs(alpha - sigma - rule.power() * rate) / size)
        .as("group %d", g)
        .isLessThan(limit);
    assertThat(Math.abs(alpha + sigma + rule.power() * rate) / size)
        .as("the same with a wrong sign, group %d", g)
        .isGreaterThan(0.05);
  }

  /** The derivative by h of the loss at exp(h) times the numbers of one group, to given powers. */
  private static double slope(Rule rule, int group, double alpha, double sigma, double lambda) {
    return CentralDifferences.atZero(
        h -> {
          RunSettings moved = settings(rule);
          moved.lossParameter(RunSettings.LOG_MULTIPLIERS)[group] += h * alpha;
          moved.initLogScale()[group] += h * sigma;
          scaleRates(moved, group, Math.exp(h * lambda));
          return plainLoss(rule, moved);
        },
        1e-3);
  }

  private static void scaleRates(RunSettings settings, int group, double factor) {
    settings
        .coefficients()
        .change(Coefficient.LEARNING_RATE, (step, g, rate) -> g == group ? rate * factor : rate);
  }

  private static double plainLoss(Rule rule, RunSettings settings) {
    return new PlainStepper(run(rule, Parametrization.MUP, settings)).finalLoss();
  }

  private static double[] logRates(RunSettings at, RunSettings derivative) {
    double[] sums = new double[at.initLogScale().length];
    for (int t = 0; t < STEPS; t++) {
      for (int g = 0; g < sums.length; g++) {
        sums[g] +=
            at.coefficients().get(Coefficient.LEARNING_RATE, t, g)
                * derivative.coefficients().get(Coefficient.LEARNING_RATE, t, g);
      }
    }
    return sums;
  }

  /** Test A5: one rate for all has the sum of its parts' derivatives, over groups and over time. */
  @ParameterizedTest
  @MethodSource("rules")
  void theDerivativeOfACommonRateIsTheSumOverGroupsAndSteps(Rule rule) {
    RunSettings tuned = commonRate(rule, 0);
    RunSettings derivative = derivative(rule, tuned);
    int groups = tuned.initLogScale().length;
    double[] perGroup = new double[groups];
    double[] free = pullBack(tuned, derivative, Tying.free(groups));
    for (int i = 0; i < free.length; i++) {
      perGroup[i % groups] += free[i];
    }
    double shared = Arrays.stream(pullBack(tuned, derivative, Tying.shared(groups))).sum();
    double expected = CentralDifferences.atZero(h -> plainLoss(rule, commonRate(rule, h)), 1e-3);
    double size = Arrays.stream(perGroup).map(Math::abs).sum();

    assertThat(shared).isCloseTo(expected, within(1e-6 * size));
    assertThat(Arrays.stream(perGroup).sum()).isCloseTo(expected, within(1e-6 * size));
    for (int g = 0; g < groups; g++) {
      assertThat(shared - perGroup[g])
          .as("the sum without group %d", g)
          .isNotCloseTo(expected, within(1e-4 * size));
    }
  }

  /** One rate for all groups and steps, exp(log) times half the peak. */
  private static RunSettings commonRate(Rule rule, double log) {
    RunSettings settings = settings(rule);
    settings.coefficients().fill(Coefficient.LEARNING_RATE, Math.exp(log) * rule.peak() / 2);
    return settings;
  }

  /** Returns the derivative by log learning rate of every step, [step][column]. */
  private static double[] pullBack(RunSettings tuned, RunSettings derivative, Tying tying) {
    ScheduleHyperparameter rates =
        new ScheduleHyperparameter(Coefficient.LEARNING_RATE, Transform.LOG, STEPS, STEPS, tying);
    return rates.pullBack(rates.start(tuned), derivative);
  }

  private static WidthScaling scaling(Rule rule, Parametrization form) {
    return Perceptrons.scaling(form, rule.family(), DecayRule.CONSTANT, BASE, WIDE);
  }

  private static RandomProblem problem() {
    return new RandomProblem(
        NetworkSpec.of(WIDE, Nonlinearity.TANH, Loss.CROSS_ENTROPY), 40, 10, 7);
  }

  private static RunSettings settings(Rule rule) {
    RunSettings settings = problem().settings(STEPS, rule.peak(), rule.optimizer(), false);
    for (Coefficient coefficient : rule.optimizer().coefficients()) {
      switch (coefficient.word()) {
        case "epsilon" -> settings.coefficients().fill(coefficient, rule.epsilon());
        case "weight-decay" -> settings.coefficients().fill(coefficient, 0);
        case "momentum" -> {
          if (rule.name().equals("SGD")) {
            settings.coefficients().fill(coefficient, 0x1p-16);
          }
        }
        default -> {}
      }
    }
    Arrays.fill(settings.l2(), 0);
    settings.l2PerParameter().forEach(group -> Arrays.fill(group, 0));
    double[] logs = new double[settings.initLogScale().length];
    Arrays.setAll(logs, g -> 0.4 * Math.sin(g + 1));
    settings.setLossParameter(RunSettings.LOG_MULTIPLIERS, logs);
    return settings.withExactDecays();
  }

  private static TrainingRun run(Rule rule, Parametrization form, RunSettings tuned) {
    WidthScaling scaling = scaling(rule, form);
    NetworkSpec spec =
        NetworkSpec.of(WIDE, Nonlinearity.TANH, Loss.CROSS_ENTROPY)
            .withMultipliers(scaling.multipliers());
    RandomProblem problem = problem();
    NetworkObjective objective =
        new NetworkObjective(
            DEVICE,
            new NetworkProblem(
                spec,
                withBiases(
                    new Initializer(
                            Initialization.FAN_IN,
                            spec.layout(),
                            Perceptrons.layout(BASE, Nonlinearity.TANH),
                            scaling)
                        .draw(DEVICE, new Well19937c(3))),
                problem.data(DEVICE, 40, 1),
                BatchPlans.epochs(4, 40, STEPS, 10),
                List.of(problem.data(DEVICE, 20, 2)),
                false));
    return new TrainingRun(DEVICE, objective, rule.optimizer(), scaling.effective(tuned));
  }

  /** Biases that start at 0 have no init scale to speak of; these do not. */
  private static List<Tensor> withBiases(List<Tensor> start) {
    for (int g = 1; g < start.size(); g += 2) {
      PrimitiveIterator.OfInt unit = IntStream.iterate(0, i -> i + 1).iterator();
      start.get(g).assign(() -> 0.2 * Math.cos(unit.nextInt()));
    }
    return start;
  }
}
