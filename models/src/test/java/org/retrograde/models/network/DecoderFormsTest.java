package org.retrograde.models.network;

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
import org.retrograde.reversible.device.Tensor;

/** Tests A2 and A3 for transformers: forms of muP are one function and one training. */
final class DecoderFormsTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT64, 1);
  private static final int WINDOW = 4;
  private static final int KINDS = 5;

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
    NetworkSizes own = sizes(24, 2);
    NetworkSizes base = sizes(8, 2);
    WidthScaling scaling = FormsOfMup.scaling(rule, network, form, own, base);
    NetworkSpec spec =
        NetworkSpec.of(network, own, Loss.CROSS_ENTROPY).withMultipliers(scaling.multipliers());
    Initializer start =
        new Initializer(Initialization.FAN_IN, spec.layout(), network.layout(base), scaling);
    NetworkProblem problem =
        new NetworkProblem(
            spec,
            start.draw(DEVICE, new Well19937c(3)),
            text(40, 1),
            BatchPlans.windows(7, 40, FormsOfMup.STEPS, 3, WINDOW),
            List.of(text(20, 2)),
            false);
    RunSettings tuned = FormsOfMup.settings(rule, spec.groups(), FormsOfMup.STEPS);
    return new PlainStepper(
            new TrainingRun(
                DEVICE,
                new NetworkObjective(DEVICE, problem),
                rule.optimizer(),
                scaling.effective(tuned)))
        .train();
  }

  private static DeviceData text(int tokens, long seed) {
    Well19937c random = new Well19937c(seed);
    Tensor inputs = DEVICE.tensor(tokens, 1);
    inputs.assign(() -> random.nextInt(KINDS));
    Tensor next = DEVICE.tensor(tokens, 1);
    double[] numbers = inputs.toArray();
    next.assign(IntStream.range(0, tokens).mapToDouble(i -> (numbers[i] + 1) % KINDS).toArray());
    return new DeviceData(inputs, next, DeviceData.classes(DEVICE, KINDS));
  }
}
