package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.FollowingTokens;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.FormsOfMup.Rule;
import org.retrograde.models.network.architecture.AttentionScale;
import org.retrograde.models.network.architecture.Gains;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.network.architecture.Norm;
import org.retrograde.models.network.architecture.Positions;
import org.retrograde.models.network.architecture.Transformer;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.StepScaling;

/**
 * Tests A2 to A6 for transformers: forms of muP are one function and one training, and
 * hypergradients are those of plain doubles.
 */
final class DecoderFormsTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final int WINDOW = 4;
  private static final int KINDS = 5;

  private static Transformer network(Gains gains, boolean biases, boolean tied) {
    return network(true, gains, biases, tied);
  }

  private static Transformer network(
      boolean queryKeyNorm, Gains gains, boolean biases, boolean tied) {
    return new Transformer(
        4,
        0,
        2,
        true,
        Norm.RMS,
        gains,
        Positions.LEARNED,
        AttentionScale.SIZE,
        2,
        queryKeyNorm,
        false,
        biases,
        false,
        false,
        tied,
        0,
        1,
        1,
        0);
  }

  static Stream<Arguments> cases() {
    return FormsOfMup.RULES.stream()
        .flatMap(
            rule ->
                Stream.of(
                    Arguments.of(rule, network(Gains.NONE, false, false)),
                    Arguments.of(rule, network(Gains.VECTOR, true, false)),
                    Arguments.of(rule, network(Gains.SCALAR, false, true))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyFormTrainsAlike(Rule rule, Transformer network) {
    FormsOfMup.assertTrainAlike(form -> losses(rule, network, form));
  }

  /** The control: what is no form of muP trains otherwise. */
  @ParameterizedTest
  @MethodSource("cases")
  void theStandardParametrizationDoesNot(Rule rule, Transformer network) {
    FormsOfMup.assertStandardTrainsOtherwise(form -> losses(rule, network, form));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingChangesAtTheBaseWidth(Rule rule, Transformer network) {
    FormsOfMup.assertNothingChangesAtTheBase(rule, network, sizes(8, 1));
  }

  private static NetworkSizes sizes(int width, int blocks) {
    Integer[] hidden = new Integer[blocks];
    Arrays.fill(hidden, width);
    return new NetworkSizes(
        new InputShape.Token(WINDOW), List.of(hidden), KINDS, Nonlinearity.GELU);
  }

  private static List<Double> losses(Rule rule, Transformer network, Parametrization form) {
    RunSettings tuned =
        FormsOfMup.settings(rule, network.layout(sizes(24, 2)).groups(), FormsOfMup.STEPS);
    return new PlainStepper(run(rule, network, form, tuned)).train();
  }

  private static WidthScaling scaling(Rule rule, Transformer network, Parametrization form) {
    return FormsOfMup.scaling(rule, network, form, sizes(24, 2), sizes(8, 2));
  }

  private static TrainingRun run(
      Rule rule, Transformer network, Parametrization form, RunSettings tuned) {
    WidthScaling scaling = scaling(rule, network, form);
    NetworkSpec spec =
        NetworkSpec.of(network, sizes(24, 2), Loss.CROSS_ENTROPY)
            .withMultipliers(scaling.multipliers());
    Initializer start =
        new Initializer(Initialization.FAN_IN, spec.layout(), network.layout(sizes(8, 2)), scaling);
    NetworkProblem problem =
        new NetworkProblem(
            spec,
            start.draw(DEVICE, new Well19937c(3)),
            FollowingTokens.of(DEVICE, 40, KINDS, 1),
            BatchPlans.windows(7, 40, FormsOfMup.STEPS, 3, WINDOW),
            List.of(FollowingTokens.of(DEVICE, 20, KINDS, 2)),
            false);
    return new TrainingRun(
        DEVICE, new NetworkObjective(DEVICE, problem), rule.optimizer(), scaling.effective(tuned));
  }

  /** Hypergradients of a transformer, and what they are held against. */
  private record Hypergradients(Rule rule, RunSettings tuned, RunSettings derivative) {

    /** Without a norm of queries and keys, under which neither scale nor multiplier matters. */
    private static final Transformer NETWORK = network(false, Gains.NONE, false, false);

    static Hypergradients of(Rule rule) {
      RunSettings tuned = tuned(rule);
      RunSettings derivative =
          scaling(rule, NETWORK, Parametrization.MUP)
              .pullBack(
                  Strategy.REPLAY
                      .differentiate(run(rule, NETWORK, Parametrization.MUP, tuned))
                      .derivative());
      return new Hypergradients(rule, tuned, derivative);
    }

    /** Without an epsilon, which would follow the gauge too, and with scales and multipliers. */
    static RunSettings tuned(Rule rule) {
      RunSettings tuned =
          FormsOfMup.settings(rule, NETWORK.layout(sizes(24, 2)).groups(), FormsOfMup.STEPS);
      for (Coefficient coefficient : rule.optimizer().coefficients()) {
        if (coefficient.use() == Coefficient.Use.GRADIENT_SIZE) {
          tuned.coefficients().fill(coefficient, 0);
        }
      }
      double[] logs = new double[tuned.initLogScale().length];
      Arrays.setAll(logs, g -> 0.3 * Math.sin(g + 1));
      Arrays.setAll(tuned.initLogScale(), g -> 0.2 * Math.cos(g));
      tuned.setLossParameter(RunSettings.LOG_MULTIPLIERS, logs);
      return tuned;
    }

    int groups() {
      return tuned.initLogScale().length;
    }

    /** Returns the derivative by the logarithm of one group's rate. */
    double rate(int group) {
      return IntStream.range(0, FormsOfMup.STEPS)
          .mapToDouble(
              t ->
                  tuned.coefficients().get(Coefficient.LEARNING_RATE, t, group)
                      * derivative.coefficients().get(Coefficient.LEARNING_RATE, t, group))
          .sum();
    }

    /** The same by central differences in plain doubles, of some groups at once. */
    double difference(IntPredicate moves) {
      return CentralDifferences.atZero(
          h -> {
            RunSettings moved = tuned(rule);
            moved
                .coefficients()
                .change(
                    Coefficient.LEARNING_RATE,
                    (step, group, rate) -> moves.test(group) ? rate * Math.exp(h) : rate);
            return new PlainStepper(run(rule, NETWORK, Parametrization.MUP, moved)).finalLoss();
          },
          1e-3);
    }
  }

  static List<Rule> rules() {
    return FormsOfMup.RULES;
  }

  /** Test A4: d/dlog alpha - d/dlog sigma - k d/dlog lambda = 0 for every tensor. */
  @ParameterizedTest
  @MethodSource("rules")
  void hypergradientsOfScaleMultiplierAndRateCancel(Rule rule) {
    Hypergradients found = Hypergradients.of(rule);
    int power = rule.optimizer().scaling() == StepScaling.PROPORTIONAL ? 2 : 1;
    double[] alpha = found.derivative().lossParameter(RunSettings.LOG_MULTIPLIERS);
    for (int g = 0; g < found.groups(); g++) {
      double sigma = found.derivative().initLogScale()[g];
      double rate = power * found.rate(g);
      double size = Math.abs(alpha[g]) + Math.abs(sigma) + Math.abs(rate);
      assertThat(Math.abs(alpha[g] - sigma - rate) / size).as("group %d", g).isLessThan(1e-6);
      assertThat(Math.abs(alpha[g] + sigma + rate) / size)
          .as("with a wrong sign, group %d", g)
          .isGreaterThan(1e-2);
    }
  }

  /** Tests A5 and A6: each group's rate against differences, and the sum of them against all's. */
  @ParameterizedTest
  @MethodSource("rules")
  void hypergradientsOfRatesAreThoseOfPlainDoubles(Rule rule) {
    Hypergradients found = Hypergradients.of(rule);
    double[] rates = IntStream.range(0, found.groups()).mapToDouble(found::rate).toArray();
    double largest = Arrays.stream(rates).map(Math::abs).max().orElseThrow();
    for (int g = 0; g < rates.length; g++) {
      int group = g;
      assertThat(rates[g])
          .as("group %d", g)
          .isCloseTo(found.difference(one -> one == group), within(1e-5 * largest));
    }
    double together = found.difference(one -> true);
    assertThat(Arrays.stream(rates).sum()).isCloseTo(together, within(1e-6 * largest));
    assertThat(Arrays.stream(rates).skip(1).sum())
        .as("the sum without a group")
        .isNotCloseTo(together, within(1e-4 * largest));
  }
}
