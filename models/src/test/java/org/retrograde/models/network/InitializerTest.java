package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.models.Perceptrons;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.StepScaling;

final class InitializerTest {

  private static final Device DEVICE = Devices.open("host", Precision.FLOAT32, 1);
  private static final List<Integer> BASE = List.of(50, 64, 64, 40);
  private static final List<Integer> WIDE = List.of(50, 256, 256, 40);

  private static List<double[]> draw(
      long seed, Parametrization rules, Nonlinearity f, List<Integer> sizes) {
    return initializer(Initialization.FAN_IN, rules, f, sizes)
        .draw(DEVICE, new Well19937c(seed))
        .stream()
        .map(Tensor::toArray)
        .toList();
  }

  private static Initializer initializer(
      Initialization rule, Parametrization rules, Nonlinearity f, List<Integer> sizes) {
    return new Initializer(
        rule,
        Perceptrons.layout(sizes, f),
        Perceptrons.layout(BASE, f),
        Perceptrons.scaling(rules, StepScaling.PROPORTIONAL, BASE, sizes));
  }

  /** Squares of the deviations: gain^2 / fan-in, but 1 / base fan-in at muP's readout. */
  @ParameterizedTest
  @CsvSource({
    "STANDARD, TANH, 50, 256, 256",
    "STANDARD, RELU, 25, 128, 256",
    "MUP,      TANH, 50, 256, 64",
    "MUP,      RELU, 25, 128, 64"
  })
  void weightsHaveTheDeviationOfTheirLayerAndBiasesAreZero(
      Parametrization rules, Nonlinearity f, double first, double second, double third) {
    List<double[]> start = draw(1, rules, f, WIDE);
    double[] inverseVariances = {first, second, third};
    for (int layer = 0; layer < 3; layer++) {
      assertThat(new StandardDeviation().evaluate(start.get(2 * layer)))
          .isCloseTo(1 / Math.sqrt(inverseVariances[layer]), withinPercentage(3));
      assertThat(start.get(2 * layer + 1)).containsOnly(0);
    }
  }

  /** Squares of the inverse deviations: 1, but the growth of the fan-in where muP shrinks. */
  @ParameterizedTest
  @CsvSource({
    "STANDARD, 50, 64, 40, 1, 1",
    "STANDARD, 50, 256, 40, 4, 4",
    "MUP, 50, 256, 40, 4, 1"
  })
  void equalInitializationDrawsWeightsAndBiasesAlike(
      Parametrization rules, int in, int width, int out, double second, double third) {
    List<double[]> start =
        initializer(Initialization.EQUAL, rules, Nonlinearity.RELU, List.of(in, width, width, out))
            .draw(DEVICE, new Well19937c(5))
            .stream()
            .map(Tensor::toArray)
            .toList();
    double[] inverseVariances = {1, second, third};
    for (int layer = 0; layer < 3; layer++) {
      assertThat(new StandardDeviation().evaluate(start.get(2 * layer)))
          .isCloseTo(1 / Math.sqrt(inverseVariances[layer]), withinPercentage(3));
      assertThat(new StandardDeviation().evaluate(start.get(2 * layer + 1)))
          .isCloseTo(1, withinPercentage(25));
    }
  }

  @Test
  void theDrawIsAFunctionOfTheSeed() {
    List<double[]> one = draw(2, Parametrization.MUP, Nonlinearity.TANH, WIDE);
    List<double[]> again = draw(2, Parametrization.MUP, Nonlinearity.TANH, WIDE);
    List<double[]> other = draw(3, Parametrization.MUP, Nonlinearity.TANH, WIDE);
    for (int g = 0; g < 6; g++) {
      assertThat(again.get(g)).containsExactly(one.get(g));
    }
    assertThat(other.get(0)).isNotEqualTo(one.get(0));
  }

  @Test
  void oneGeneratorServesGroupAfterGroupAndThoseThatStartAtZeroDrawNothing() {
    Initializer initializer =
        initializer(Initialization.FAN_IN, Parametrization.STANDARD, Nonlinearity.TANH, WIDE);
    List<double[]> start = draw(6, Parametrization.STANDARD, Nonlinearity.TANH, WIDE);
    Well19937c random = new Well19937c(6L);
    for (int g = 0; g < 6; g++) {
      double deviation = initializer.deviation(g);
      double[] expected = new double[start.get(g).length];
      for (int i = 0; deviation != 0 && i < expected.length; i++) {
        expected[i] = deviation * random.nextGaussian();
      }
      assertThat(start.get(g)).containsExactly(expected);
    }
  }

  @Test
  void atTheBaseWidthBothParametrizationsDrawTheSameBits() {
    List<double[]> standard = draw(4, Parametrization.STANDARD, Nonlinearity.RELU, BASE);
    List<double[]> mup = draw(4, Parametrization.MUP, Nonlinearity.RELU, BASE);
    for (int g = 0; g < 6; g++) {
      assertThat(mup.get(g)).containsExactly(standard.get(g));
    }
  }
}
