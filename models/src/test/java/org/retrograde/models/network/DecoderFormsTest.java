package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.data.InputShape;
import org.retrograde.models.network.architecture.AttentionScale;
import org.retrograde.models.network.architecture.Gains;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.network.architecture.Norm;
import org.retrograde.models.network.architecture.Positions;
import org.retrograde.models.network.architecture.Transformer;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthFactors;
import org.retrograde.models.parametrization.WidthScaling;
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
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Tests A2 and A3 for transformers: forms of muP are one function and one training. */
final class DecoderFormsTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final int WINDOW = 4;
  private static final int KINDS = 5;
  private static final int STEPS = 30;

  private record Rule(String name, Optimizer optimizer, double rate) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule("momentum", new Momentum(MomentumForm.HEAVY_BALL), 0.05),
          new Rule("AdamW", new AdamW(), 0.02));

  private static Transformer network(Gains gains, boolean biases, boolean tied) {
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
        true,
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
    return RULES.stream()
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
    List<Double> losses = losses(rule, network, Parametrization.MUP);
    assertThat(losses.get(STEPS - 1)).isLessThan(losses.get(0));
    for (Parametrization form :
        List.of(Parametrization.MUP_T3, Parametrization.MUP_T9, Parametrization.UNIT)) {
      assertThat(distance(losses, losses(rule, network, form))).as("%s", form).isLessThan(1e-11);
    }
  }

  /** The control: what is no form of muP trains otherwise. */
  @ParameterizedTest
  @MethodSource("cases")
  void theStandardParametrizationDoesNot(Rule rule, Transformer network) {
    List<Double> losses = losses(rule, network, Parametrization.MUP);
    assertThat(distance(losses, losses(rule, network, Parametrization.STANDARD)))
        .isGreaterThan(1e-3);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingChangesAtTheBaseWidth(Rule rule, Transformer network) {
    for (Parametrization form : Parametrization.values()) {
      if (form != Parametrization.UNIT) {
        WidthScaling scaling = scaling(rule, network, form, sizes(8, 1), sizes(8, 1));
        int groups = network.layout(sizes(8, 1)).parameters().size();
        IntStream.range(0, groups)
            .forEach(g -> assertThat(scaling.of(g)).as("%s", form).isEqualTo(WidthFactors.ONE));
      }
    }
  }

  private static double distance(List<Double> one, List<Double> other) {
    return IntStream.range(0, STEPS)
        .mapToDouble(t -> Math.abs(other.get(t) / one.get(t) - 1))
        .max()
        .orElseThrow();
  }

  private static NetworkSizes sizes(int width, int blocks) {
    Integer[] hidden = new Integer[blocks];
    Arrays.fill(hidden, width);
    return new NetworkSizes(
        new InputShape.Token(WINDOW), List.of(hidden), KINDS, Nonlinearity.GELU);
  }

  private static WidthScaling scaling(
      Rule rule, Transformer network, Parametrization form, NetworkSizes own, NetworkSizes base) {
    return new WidthScaling(
        form,
        rule.optimizer().scaling(),
        DecayRule.FOLLOWS_RATE,
        network.layout(own).over(network.layout(base)));
  }

  private static List<Double> losses(Rule rule, Transformer network, Parametrization form) {
    NetworkSizes own = sizes(24, 2);
    NetworkSizes base = sizes(8, 2);
    WidthScaling scaling = scaling(rule, network, form, own, base);
    NetworkSpec spec =
        NetworkSpec.of(network, own, Loss.CROSS_ENTROPY).withMultipliers(scaling.multipliers());
    Initializer start =
        new Initializer(Initialization.FAN_IN, spec.layout(), network.layout(base), scaling);
    NetworkProblem problem =
        new NetworkProblem(
            spec,
            start.draw(DEVICE, new Well19937c(3)),
            text(40, 1),
            BatchPlans.windows(7, 40, STEPS, 3, WINDOW),
            List.of(text(20, 2)),
            false);
    RunSettings tuned = settings(rule, spec.groups());
    return new PlainStepper(
            new TrainingRun(
                DEVICE,
                new NetworkObjective(DEVICE, problem),
                rule.optimizer(),
                scaling.effective(tuned)))
        .train();
  }

  private static RunSettings settings(Rule rule, List<ParameterGroup> groups) {
    RunSettings settings = new RunSettings(STEPS, groups);
    for (Coefficient coefficient : rule.optimizer().coefficients()) {
      double value =
          switch (coefficient.use()) {
            case RATE -> rule.rate();
            case GRADIENT_SIZE -> 1e-3;
            case DECAY -> 0.9;
            case WEIGHT_DECAY, NUMBER -> 0;
          };
      settings.coefficients().fill(coefficient, value);
    }
    return settings.withExactDecays();
  }

  private static DeviceData text(int tokens, long seed) {
    Well19937c random = new Well19937c(seed);
    Tensor inputs = DEVICE.tensor(tokens, 1);
    inputs.assign(() -> random.nextInt(KINDS));
    Tensor next = DEVICE.tensor(tokens, 1);
    double[] numbers = inputs.toArray();
    next.assign(IntStream.range(0, tokens).mapToDouble(i -> (numbers[i] + 1) % KINDS).toArray());
    return new DeviceData(inputs, next, DeviceData.classes(DEVICE, KINDS, 0));
  }
}
