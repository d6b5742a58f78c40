package org.retrograde.models.parametrization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule tables, entry by entry, against formulas written out here once more. */
final class RuleTableTest {

  private static final double[] RATIOS = {0.25, 0.5, 1, 2, 4, 8};
  private static final double TOLERANCE = 1e-15;

  /** Every pair of ratios, so rectangular tensors too. */
  static Stream<Arguments> ratios() {
    return DoubleStream.of(RATIOS)
        .boxed()
        .flatMap(mIn -> DoubleStream.of(RATIOS).mapToObj(mOut -> Arguments.of(mIn, mOut)));
  }

  private static void assertFactors(
      Parametrization table,
      Role role,
      OptimizerFamily family,
      double[] mInAndOut,
      WidthFactors expected) {
    WidthFactors actual = table.factors(role, family, mInAndOut[0], mInAndOut[1]);
    String place =
        table + " " + role + " " + family + " m_in, m_out = " + mInAndOut[0] + ", " + mInAndOut[1];
    assertThat(actual.learningRate())
        .as(place)
        .isCloseTo(expected.learningRate(), within(TOLERANCE));
    assertThat(actual.initScale()).as(place).isCloseTo(expected.initScale(), within(TOLERANCE));
    assertThat(actual.epsilon()).as(place).isCloseTo(expected.epsilon(), within(TOLERANCE));
    assertThat(actual.multiplier()).as(place).isCloseTo(expected.multiplier(), within(TOLERANCE));
  }

  /** Rates of muP: eta m | eta m_out / m_in | eta m | eta m | eta; A = 1 / m at the output. */
  @ParameterizedTest
  @MethodSource("ratios")
  void mupForSgdIsTableEight(double mIn, double mOut) {
    Map<Role, WidthFactors> expected =
        Map.of(
            Role.INPUT, new WidthFactors(mOut, 1, 1),
            Role.HIDDEN, new WidthFactors(mOut / mIn, Math.pow(mIn, -0.5), 1),
            Role.OUTPUT, new WidthFactors(mIn, 1, 1 / mIn),
            Role.HIDDEN_BIAS, new WidthFactors(mOut, 1, 1),
            Role.OUTPUT_BIAS, new WidthFactors(1, 1, 1));
    expected.forEach(
        (role, factors) ->
            assertFactors(
                Parametrization.MUP, role, OptimizerFamily.SGD, new double[] {mIn, mOut}, factors));
  }

  /** Rates of muP: eta | eta / m_in | eta | eta | eta; eps follows each tensor's gradients. */
  @ParameterizedTest
  @MethodSource("ratios")
  void mupForAdamIsTableEight(double mIn, double mOut) {
    Map<Role, WidthFactors> expected =
        Map.of(
            Role.INPUT, new WidthFactors(1, 1, 1, 1 / mOut),
            Role.HIDDEN, new WidthFactors(1 / mIn, Math.pow(mIn, -0.5), 1, 1 / mOut),
            Role.OUTPUT, new WidthFactors(1, 1, 1 / mIn, 1 / mIn),
            Role.HIDDEN_BIAS, new WidthFactors(1, 1, 1, 1 / mOut),
            Role.OUTPUT_BIAS, new WidthFactors(1, 1, 1));
    expected.forEach(
        (role, factors) ->
            assertFactors(
                Parametrization.MUP,
                role,
                OptimizerFamily.ADAM,
                new double[] {mIn, mOut},
                factors));
  }

  /** Variance const | 1 / fan-in | 1 / fan-in; one rate; no multiplier. */
  @ParameterizedTest
  @MethodSource("ratios")
  void standardKeepsOneRateAndScalesVarianceByFanIn(double mIn, double mOut) {
    for (OptimizerFamily family : OptimizerFamily.values()) {
      for (Role role : Role.values()) {
        boolean widens = role == Role.HIDDEN || role == Role.OUTPUT;
        double deviation = widens ? Math.pow(mIn, -0.5) : 1;
        assertFactors(
            Parametrization.STANDARD,
            role,
            family,
            new double[] {mIn, mOut},
            new WidthFactors(1, deviation, 1));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INPUT,       4, 1,   1,   1,   .25",
    "HIDDEN,      1, .25, .5,  1,   .25",
    "OUTPUT,      4, 1,   1,   .25, .25",
    "HIDDEN_BIAS, 4, 1,   1,   1,   .25",
    "OUTPUT_BIAS, 1, 1,   1,   1,   1"
  })
  void atFourTimesTheWidthTheFiguresAreTheLiteralOnes(
      Role role, double sgd, double adam, double deviation, double multiplier, double epsilon) {
    WidthFactors bySgd = Parametrization.MUP.factors(role, OptimizerFamily.SGD, 4, 4);
    WidthFactors byAdam = Parametrization.MUP.factors(role, OptimizerFamily.ADAM, 4, 4);
    assertThat(bySgd).isEqualTo(new WidthFactors(sgd, deviation, multiplier));
    assertThat(byAdam).isEqualTo(new WidthFactors(adam, deviation, multiplier, epsilon));
  }

  @ParameterizedTest
  @EnumSource(Parametrization.class)
  void atTheBaseWidthEveryFactorIsExactlyOne(Parametrization table) {
    for (Role role : Role.values()) {
      for (OptimizerFamily family : OptimizerFamily.values()) {
        assertThat(table.factors(role, family, 1, 1)).isEqualTo(WidthFactors.ONE);
      }
    }
  }

  /** A readout scaled twice, 1 / m in both places, is the usual mistake. */
  @Test
  void theReadoutIsScaledByItsMultiplierAlone() {
    WidthFactors output = Parametrization.MUP.factors(Role.OUTPUT, OptimizerFamily.SGD, 8, 1);
    assertThat(output.initScale() * output.multiplier()).isEqualTo(1.0 / 8);
  }
}
