package org.retrograde.models.parametrization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
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
import org.retrograde.models.RandomProblem;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.network.BatchPlan;
import org.retrograde.models.network.Initialization;
import org.retrograde.models.network.Initializer;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.models.network.NetworkProblem;
import org.retrograde.models.network.NetworkSpec;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.optimizer.Optimizer;

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

    private OptimizerFamily family() {
      return OptimizerFamily.of(optimizer);
    }

    /** Returns k: a gradient grows by theta, an SGD step of the weights' image by theta^2. */
    private int power() {
      return family() == OptimizerFamily.SGD ? 2 : 1;
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
    RunSettings derivative =
        scaling(rule, Parametrization.MUP)
            .pullBack(
                Strategy.REPLAY.differentiate(run(rule, Parametrization.MUP, tuned)).derivative());
    double[] alpha = derivative.lossParameter(RunSettings.LOG_MULTIPLIERS);
    double[] rates = logRates(tuned, derivative);
    double largest = Arrays.stream(alpha).map(Math::abs).max().orElseThrow();
    for (int g = 0; g < alpha.length; g++) {
      double rest = alpha[g] - derivative.initLogScale()[g] - rule.power() * rates[g];
      assertThat(Math.abs(rest) / largest).as("group %d", g).isLessThan(1e-6);
      assertThat(alpha[g] + derivative.initLogScale()[g] + rule.power() * rates[g])
          .as("the same with a wrong sign, group %d", g)
          .isNotCloseTo(0, within(1e-4 * largest));
    }
  }

  /** Test A4, without a hypergradient: central differences of the plain stepper. */
  @ParameterizedTest
  @MethodSource("rules")
  void movingAFactorBetweenThemChangesNothing(Rule rule) {
    RunSettings tuned = settings(rule);
    CentralDifferences differences =
        new CentralDifferences(
            changed -> new PlainStepper(run(rule, Parametrization.MUP, changed)).finalLoss(), 1e-4);
    for (int g = 0; g < tuned.initLogScale().length; g++) {
      RunSettings gauge = along(tuned, g, 1, -1, -rule.power());
      RunSettings noGauge = along(tuned, g, 1, 0, 0);
      assertThat(Math.abs(differences.along(tuned, gauge))).as("group %d", g).isLessThan(1e-8);
      assertThat(Math.abs(differences.along(tuned, noGauge))).as("group %d", g).isGreaterThan(1e-5);
    }
  }

  /** A direction in log alpha, log sigma and log lambda of one group. */
  private static RunSettings along(
      RunSettings at, int group, double alpha, double sigma, double lambda) {
    RunSettings direction = at.plus(-1, at);
    direction.lossParameter(RunSettings.LOG_MULTIPLIERS)[group] = alpha;
    direction.initLogScale()[group] = sigma;
    for (int t = 0; t < STEPS; t++) {
      double rate = at.coefficients().get(Coefficient.LEARNING_RATE, t, group);
      direction.coefficients().set(Coefficient.LEARNING_RATE, t, group, lambda * rate);
    }
    return direction;
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
    RunSettings tuned = settings(rule);
    tuned.coefficients().fill(Coefficient.LEARNING_RATE, rule.peak() / 2);
    RunSettings derivative =
        Strategy.REPLAY.differentiate(run(rule, Parametrization.MUP, tuned)).derivative();
    int groups = tuned.initLogScale().length;
    double[] perGroup = new double[groups];
    double[] free = pullBack(tuned, derivative, STEPS, Tying.free(groups));
    for (int i = 0; i < free.length; i++) {
      perGroup[i % groups] += free[i];
    }
    assertThat(perGroup).containsExactly(logRates(tuned, derivative), within(1e-10));
    double[] shared = pullBack(tuned, derivative, STEPS, Tying.shared(groups));
    assertThat(Arrays.stream(shared).sum()).isCloseTo(Arrays.stream(perGroup).sum(), within(1e-10));
  }

  /** Returns the derivative by log learning rate, [step][column], where the tied ones are equal. */
  private static double[] pullBack(
      RunSettings tuned, RunSettings derivative, int knots, Tying tying) {
    ScheduleHyperparameter rates =
        new ScheduleHyperparameter(Coefficient.LEARNING_RATE, Transform.LOG, STEPS, knots, tying);
    return rates.pullBack(rates.start(tuned), derivative);
  }

  private static WidthScaling scaling(Rule rule, Parametrization form) {
    return new WidthScaling(
        form, rule.family(), DecayRule.CONSTANT, GroupRole.perceptron(BASE, WIDE));
  }

  private static RandomProblem problem() {
    return new RandomProblem(
        NetworkSpec.of(WIDE, Nonlinearity.TANH, Loss.CROSS_ENTROPY), 40, 10, 7);
  }

  private static RunSettings settings(Rule rule) {
    RunSettings settings = problem().settings(STEPS, rule.peak(), rule.optimizer(), false);
    for (Coefficient coefficient : rule.optimizer().coefficients()) {
      switch (coefficient) {
        case EPSILON -> settings.coefficients().fill(coefficient, rule.epsilon());
        case WEIGHT_DECAY -> settings.coefficients().fill(coefficient, 0);
        case MOMENTUM -> {
          if (rule.name().equals("SGD")) {
            settings.coefficients().fill(coefficient, 0x1p-16);
          }
        }
        case LEARNING_RATE, BETA1, BETA2 -> {}
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
        new NetworkSpec(WIDE, Nonlinearity.TANH, Loss.CROSS_ENTROPY, scaling.multipliers());
    RandomProblem problem = problem();
    NetworkObjective objective =
        new NetworkObjective(
            DEVICE,
            new NetworkProblem(
                spec,
                withBiases(
                    new Initializer(Initialization.FAN_IN, spec, BASE, scaling)
                        .draw(new Well19937c(3))),
                problem.data(DEVICE, 40, 1),
                BatchPlan.epochs(4, 40, STEPS, 10),
                List.of(problem.data(DEVICE, 20, 2)),
                false));
    return new TrainingRun(DEVICE, objective, rule.optimizer(), scaling.effective(tuned));
  }

  /** Biases that start at 0 have no init scale to speak of; these do not. */
  private static List<double[]> withBiases(List<double[]> start) {
    for (int g = 1; g < start.size(); g += 2) {
      double[] bias = start.get(g);
      Arrays.setAll(bias, i -> 0.2 * Math.cos(i));
    }
    return start;
  }
}
