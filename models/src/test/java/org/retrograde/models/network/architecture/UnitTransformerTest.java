package org.retrograde.models.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.models.network.architecture.BlockScales.Residual;
import org.retrograde.models.parametrization.DecayRule;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.models.parametrization.WidthFactors;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.optimizer.StepScaling;

/** What a unit-scaled transformer is at its start, and the rules that its training follows. */
final class UnitTransformerTest {

  private static final double[] ONES = {1, 1, 1, 1, 1};

  private static UnitTransformer network(
      boolean gated, Positions positions, double[] multipliers, boolean independent) {
    return new UnitTransformer(
        16,
        4,
        gated,
        positions,
        multipliers[0],
        multipliers[1],
        multipliers[2],
        multipliers[3],
        multipliers[4],
        independent);
  }

  private static UnitTransformer gated(double... multipliers) {
    return network(true, Positions.ROTARY, multipliers, false);
  }

  static Stream<Arguments> starts() {
    return Stream.of(
        Arguments.of(64, 2, Nonlinearity.SILU, gated(ONES)),
        Arguments.of(64, 4, Nonlinearity.SILU, gated(ONES)),
        Arguments.of(256, 4, Nonlinearity.SILU, gated(ONES)),
        Arguments.of(64, 2, Nonlinearity.GELU, network(false, Positions.LEARNED, ONES, false)),
        Arguments.of(64, 2, Nonlinearity.RELU, network(false, Positions.NONE, ONES, false)),
        Arguments.of(64, 2, Nonlinearity.GELU, gated(4, 1, 1, 1, 1)),
        Arguments.of(64, 2, Nonlinearity.SILU, gated(0.25, 1, 1, 1, 1)),
        Arguments.of(64, 2, Nonlinearity.SILU, gated(1, 2, 1, 1, 1)),
        Arguments.of(64, 2, Nonlinearity.SILU, gated(1, 0.25, 0.5, 1, 1)),
        Arguments.of(64, 2, Nonlinearity.SILU, gated(1, 1, 1, 2, 2)),
        Arguments.of(64, 2, Nonlinearity.SILU, gated(1, 1, 1, 0.25, 0.25)));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void everyActivationAndDerivativeStartsAtASizeOfOne(
      int width, int depth, Nonlinearity f, UnitTransformer network) {
    NetworkSizes sizes = UnitSizes.sizes(width, depth, f);
    UnitSizes found = UnitSizes.of(network, sizes, width == 64 ? 8 : 1);
    UnitGradients gradients = UnitGradients.of(new UnitStart(network, sizes), width);
    found.results().forEach((name, size) -> assertThat(size).as(name).isCloseTo(1, within(0.1)));
    Layout layout = network.layout(sizes);
    for (Probe probe : layout.probes()) {
      if (!probe.name().startsWith("logits")) {
        double size = found.of("adjoint of " + probe.name()) / gradients.ofProbe(probe.name());
        assertThat(size).as("adjoint of " + probe.name()).isCloseTo(1, within(0.1));
      }
    }
    for (Parameter parameter : layout.parameters()) {
      String name = parameter.name();
      double constant = width == 64 ? gradients.ofParameter(name) : parameter.gradient();
      double size = found.of("gradient of " + name) / constant;
      assertThat(size).as("gradient of " + name).isCloseTo(1, within(0.1));
    }
    double output = found.of("value of z") * Math.sqrt(width) / network.lossMultiplier();
    assertThat(output).as("output").isCloseTo(1, within(0.1));
    double logits = found.of("value of logits1") * Math.sqrt(16) / network.attentionMultiplier();
    assertThat(logits).as("logits").isCloseTo(1, within(0.1));
  }

  /** Controls: each kind of scale, left out, is seen. */
  @Test
  void withoutAScaleSizesAreNotOne() {
    NetworkSizes sizes = UnitSizes.sizes(64, 4, Nonlinearity.SILU);
    UnitTransformer network = network(true, Positions.ROTARY, ONES, true);
    UnitSizes found = UnitSizes.of(network, sizes, 8);
    for (Parameter parameter : network.layout(sizes).parameters()) {
      assertThat(found.of("gradient of " + parameter.name())).as(parameter.name()).isLessThan(0.1);
    }
    assertThat(found.of("value of attention1")).isCloseTo(1, within(0.1));
    assertThat(found.of("value of attention2")).isGreaterThan(1.2);
    assertThat(found.of("value of attention4")).isGreaterThan(1.4);
    assertThat(found.of("value of stream")).isGreaterThan(1.1);
    UnitStart start = new UnitStart(network, sizes);
    BlockScales scales = start.scales().get(0);
    assertThat(scales.attended()).isGreaterThan(2);
    assertThat(scales.activated()).isGreaterThan(1.5);
  }

  @ParameterizedTest
  @CsvSource({"64,2,32", "64,2,64", "256,4,64", "32,1,16"})
  void ratesStartsAndMultipliersAreThoseOfTheTableWhateverTheBase(int width, int depth, int base) {
    UnitTransformer network = network(true, Positions.LEARNED, ONES, false);
    Layout own = network.layout(UnitSizes.sizes(width, depth, Nonlinearity.SILU));
    Layout atBase = network.layout(UnitSizes.sizes(base, depth, Nonlinearity.SILU));
    WidthScaling scaling =
        new WidthScaling(
            Parametrization.U_MUP,
            StepScaling.NORMALIZED,
            DecayRule.FOLLOWS_RATE,
            own.over(atBase));
    for (int g = 0; g < own.parameters().size(); g++) {
      Parameter parameter = own.parameters().get(g);
      double fanIn = parameter.name().startsWith("d") ? 4 * width : width;
      WidthFactors expected =
          switch (parameter.name()) {
            case "E", "P" -> new WidthFactors(1 / Math.sqrt(width), 1, 1);
            case "R" -> new WidthFactors(1, 1, 1d / width);
            default -> new WidthFactors(1 / Math.sqrt(fanIn * depth), 1, 1 / Math.sqrt(fanIn));
          };
      double start = scaling.of(g).initScale() / Math.sqrt(atBase.parameters().get(g).fanIn());
      assertThat(
              List.of(
                  scaling.of(g).learningRate() / expected.learningRate(),
                  scaling.of(g).multiplier() / expected.multiplier(),
                  start * Math.sqrt(parameter.variance()),
                  scaling.of(g).epsilon() / parameter.gradient()))
          .as(parameter.name())
          .allSatisfy(ratio -> assertThat(ratio).isCloseTo(1, within(1e-12)));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,1,1", "4,0.5,2", "3,2,0.25"})
  void branchesAddWhatTheResidualRuleSays(int depth, double all, double ratio) {
    UnitTransformer network =
        network(true, Positions.ROTARY, new double[] {1, 1, all, ratio, 1}, false);
    double embedding = 1;
    double attention = 0;
    double perceptron = 0;
    for (BlockScales scales : network.scales(UnitSizes.sizes(32, depth, Nonlinearity.SILU))) {
      for (Residual residual : List.of(scales.attention(), scales.perceptron())) {
        double stays = residual.stream() * residual.stream();
        double added = residual.branch() * residual.branch();
        assertThat(stays + added).isCloseTo(1, within(1e-14));
        embedding *= stays;
        attention *= stays;
        perceptron *= stays;
        if (residual.equals(scales.attention())) {
          attention += added;
        } else {
          perceptron += added;
        }
      }
    }
    assertThat(embedding + attention + perceptron).isCloseTo(1, within(1e-13));
    assertThat((attention + perceptron) / embedding).isCloseTo(2 * all * all, within(1e-12));
    assertThat(attention / perceptron).isCloseTo(ratio * ratio, within(1e-12));
  }

  @Test
  void itsTensorsAndProbesAreThoseOfATransformer() {
    NetworkSizes sizes = UnitSizes.sizes(32, 2, Nonlinearity.SILU);
    Layout unit = new UnitTransformer().layout(sizes);
    assertThat(unit.parameters())
        .extracting(Parameter::name)
        .containsExactly(
            "E", "q1", "k1", "v1", "o1", "u1", "w1", "d1", "q2", "k2", "v2", "o2", "u2", "w2", "d2",
            "R");
    assertThat(unit.probes())
        .extracting(Probe::name)
        .isEqualTo(new Transformer().layout(sizes).probes().stream().map(Probe::name).toList());
    assertThat(unit.parameters()).allMatch(parameter -> parameter.variance() == 1);
  }

  @Test
  void whatCannotBeBuiltIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gated(1, 0, 1, 1, 1))
        .withMessage("the attention multiplier must be above 0 and finite, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UnitTransformer().heads(24))
        .withMessage("a width of 24 is not a multiple of the head size, 16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UnitTransformer(3, 4, true, Positions.ROTARY, 1, 1, 1, 1, 1, false))
        .withMessageContaining("head size must be even, got 3");
  }

  /** Known integrals; a rectifier has a kink. */
  @Test
  void momentsOfActivationsAreThoseOfTheirIntegrals() {
    ActivationMoments relu = ActivationMoments.of(Nonlinearity.RELU, 3);
    assertThat(
            Map.of(
                "mean", relu.mean() * Math.sqrt(2 * Math.PI),
                "square", relu.square() * 2,
                "slope", relu.slope() * 2,
                "slope square", relu.slopeSquare() * 2))
        .allSatisfy((name, ratio) -> assertThat(ratio).as(name).isCloseTo(1, within(5e-3)));
    ActivationMoments gelu = ActivationMoments.of(Nonlinearity.GELU, 1);
    assertThat(gelu.mean()).isCloseTo(1 / Math.sqrt(4 * Math.PI), within(1e-3));
    assertThat(gelu.slope()).isCloseTo(0.5, within(1e-4));
  }
}
