package org.retrograde.models.parametrization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.optimizer.StepScaling;

/** The rule tables, entry by entry, against formulas written out here once more. */
final class RuleTableTest {

  private static final double[] RATIOS = {0.25, 0.5, 1, 2, 4, 8};
  private static final double TOLERANCE = 1e-15;

  private static final Map<String, Role> ROLES =
      Map.of(
          "INPUT", Role.INPUT,
          "HIDDEN", Role.HIDDEN,
          "OUTPUT", Role.OUTPUT,
          "HIDDEN_BIAS", Role.HIDDEN_BIAS,
          "OUTPUT_BIAS", Role.OUTPUT_BIAS);

  /** Every pair of ratios, so rectangular tensors too. */
  static Stream<Arguments> ratios() {
    return DoubleStream.of(RATIOS)
        .boxed()
        .flatMap(mIn -> DoubleStream.of(RATIOS).mapToObj(mOut -> Arguments.of(mIn, mOut)));
  }

  /** Fans of a tensor whose base has 16 by 32. */
  private static Fans fans(double mIn, double mOut) {
    return new Fans((int) (16 * mIn), (int) (32 * mOut), 16, 32);
  }

  private static void assertFactors(
      Parametrization table,
      Role role,
      StepScaling family,
      double[] mInAndOut,
      WidthFactors expected) {
    WidthFactors actual = table.factors(role, family, fans(mInAndOut[0], mInAndOut[1]));
    String place =
        table + " " + role + " " + family + " m_in, m_out = " + mInAndOut[0] + ", " + mInAndOut[1];
    assertNear(place, actual.learningRate(), expected.learningRate());
    assertNear(place, actual.initScale(), expected.initScale());
    assertNear(place, actual.multiplier(), expected.multiplier());
    assertNear(place, actual.epsilon(), expected.epsilon());
  }

  private static void assertNear(String place, double actual, double expected) {
    assertThat(actual / expected).as(place).isCloseTo(1, within(TOLERANCE));
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
                Parametrization.MUP,
                role,
                StepScaling.PROPORTIONAL,
                new double[] {mIn, mOut},
                factors));
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
                StepScaling.NORMALIZED,
                new double[] {mIn, mOut},
                factors));
  }

  /** A step of hidden weights has the norm sqrt(fan-out / fan-in); all else moves as under Adam. */
  @ParameterizedTest
  @MethodSource("ratios")
  void mupForMuonIsTheSpectralCondition(double mIn, double mOut) {
    Fans fans = fans(mIn, mOut);
    for (StepScaling family : List.of(StepScaling.SPECTRAL, StepScaling.SPECTRAL_ENTRIES)) {
      WidthFactors hidden = Parametrization.MUP.factors(Role.HIDDEN, family, fans);
      double norm = hidden.learningRate() * family.spectralNorm(fans.in(), fans.out());
      double base = family.spectralNorm(16, 32);
      assertNear(family + " " + fans, norm / base, Math.sqrt(mOut / mIn));
      assertThat(hidden.initScale()).isEqualTo(1 / Math.sqrt(mIn));
      double unit = Parametrization.U_MUP.factors(Role.HIDDEN, family, fans).learningRate();
      assertNear(
          family + " " + fans,
          unit * family.spectralNorm(fans.in(), fans.out()) / Math.sqrt(fans.in()),
          Math.sqrt((double) fans.out() / fans.in()));
      for (Role role : List.of(Role.INPUT, Role.OUTPUT, Role.HIDDEN_BIAS, Role.OUTPUT_BIAS)) {
        for (Parametrization table : List.of(Parametrization.MUP, Parametrization.U_MUP)) {
          assertThat(table.factors(role, family, fans))
              .isEqualTo(table.factors(role, StepScaling.NORMALIZED, fans));
        }
      }
    }
    assertThat(Parametrization.MUP.factors(Role.HIDDEN, StepScaling.SPECTRAL_ENTRIES, fans(4, 4)))
        .isEqualTo(new WidthFactors(.5, .5, 1, .25));
  }

  /** What a readout starts with, multiplier and all, falls as the root of the width, not as it. */
  @ParameterizedTest
  @MethodSource("ratios")
  void aStandardStartOfTheReadoutIsAllThatDiffersFromMup(double mIn, double mOut) {
    for (StepScaling family : StepScaling.values()) {
      for (Role role : ROLES.values()) {
        WidthFactors mup = Parametrization.MUP.factors(role, family, fans(mIn, mOut));
        double root = role.equals(Role.OUTPUT) ? Math.sqrt(mIn) : 1;
        assertFactors(
            Parametrization.STANDARD_READOUT_START,
            role,
            family,
            new double[] {mIn, mOut},
            new WidthFactors(
                mup.learningRate(), mup.initScale() * root, mup.multiplier(), mup.epsilon()));
      }
    }
    assertThat(Parametrization.STANDARD_READOUT_START.transfers()).isFalse();
    assertThat(Parametrization.STANDARD_READOUT_START.isFaulty()).isFalse();
    assertThat(Parametrization.FAULTY_HIDDEN_RATE.isFaulty()).isTrue();
  }

  /** Variance const | 1 / fan-in | 1 / fan-in; one rate; no multiplier. */
  @ParameterizedTest
  @MethodSource("ratios")
  void standardKeepsOneRateAndScalesVarianceByFanIn(double mIn, double mOut) {
    for (StepScaling family : StepScaling.values()) {
      for (Role role : ROLES.values()) {
        boolean widens = role.equals(Role.HIDDEN) || role.equals(Role.OUTPUT);
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
      String name, double sgd, double adam, double deviation, double multiplier, double epsilon) {
    Role role = Objects.requireNonNull(ROLES.get(name), name);
    WidthFactors bySgd = Parametrization.MUP.factors(role, StepScaling.PROPORTIONAL, fans(4, 4));
    WidthFactors byAdam = Parametrization.MUP.factors(role, StepScaling.NORMALIZED, fans(4, 4));
    assertThat(bySgd).isEqualTo(new WidthFactors(sgd, deviation, multiplier));
    assertThat(byAdam).isEqualTo(new WidthFactors(adam, deviation, multiplier, epsilon));
  }

  /** (A, B, C) of table 3: no multiplier, the readout small from the start. */
  @ParameterizedTest
  @MethodSource("ratios")
  void formThreeHasNoMultiplier(double mIn, double mOut) {
    double[] m = {mIn, mOut};
    for (StepScaling family : StepScaling.values()) {
      assertSameAsTableEight(Parametrization.MUP_T3, family, m, Role.INPUT, Role.HIDDEN);
    }
    WidthFactors sgd = new WidthFactors(1 / mIn, 1 / mIn, 1);
    WidthFactors adam = new WidthFactors(1 / mIn, 1 / mIn, 1, 1);
    assertFactors(Parametrization.MUP_T3, Role.OUTPUT, StepScaling.PROPORTIONAL, m, sgd);
    assertFactors(Parametrization.MUP_T3, Role.OUTPUT, StepScaling.NORMALIZED, m, adam);
  }

  /** (A, B, C) of table 9: square roots of m, and rates of input and output that stay under SGD. */
  @ParameterizedTest
  @MethodSource("ratios")
  void formNineHasRootsInInputAndOutput(double mIn, double mOut) {
    double[] m = {mIn, mOut};
    for (StepScaling family : StepScaling.values()) {
      assertSameAsTableEight(Parametrization.MUP_T9, family, m, Role.HIDDEN);
    }
    double in = Math.pow(mIn, -0.5);
    double out = Math.pow(mOut, -0.5);
    assertFactors(
        Parametrization.MUP_T9,
        Role.INPUT,
        StepScaling.PROPORTIONAL,
        m,
        new WidthFactors(1, out, Math.pow(mOut, 0.5)));
    assertFactors(
        Parametrization.MUP_T9,
        Role.INPUT,
        StepScaling.NORMALIZED,
        m,
        new WidthFactors(out, out, Math.pow(mOut, 0.5), out));
    assertFactors(
        Parametrization.MUP_T9,
        Role.OUTPUT,
        StepScaling.PROPORTIONAL,
        m,
        new WidthFactors(1, in, in));
    assertFactors(
        Parametrization.MUP_T9,
        Role.OUTPUT,
        StepScaling.NORMALIZED,
        m,
        new WidthFactors(in, in, in, in));
  }

  /**
   * The unit form in numbers that are not relative to the base network: a draw has the standard
   * deviation 1 / sqrt(base fan-in) times B, which must be 1.
   */
  @ParameterizedTest
  @MethodSource("ratios")
  void theUnitFormDrawsStandardNormals(double mIn, double mOut) {
    double[] m = {mIn, mOut};
    double n = 16 * mIn;
    double root = Math.sqrt(16);
    Parametrization unit = Parametrization.UNIT;
    assertFactors(
        unit, Role.INPUT, StepScaling.PROPORTIONAL, m, new WidthFactors(16 * mOut, root, 1 / root));
    assertFactors(
        unit,
        Role.INPUT,
        StepScaling.NORMALIZED,
        m,
        new WidthFactors(root, root, 1 / root, 1 / mOut / root));
    assertFactors(
        unit,
        Role.HIDDEN,
        StepScaling.PROPORTIONAL,
        m,
        new WidthFactors(n * mOut / mIn, root, Math.pow(n, -0.5)));
    assertFactors(
        unit,
        Role.HIDDEN,
        StepScaling.NORMALIZED,
        m,
        new WidthFactors(
            16 * Math.pow(n, -0.5), root, Math.pow(n, -0.5), Math.pow(n, -0.5) / mOut));
    assertFactors(
        unit, Role.OUTPUT, StepScaling.PROPORTIONAL, m, new WidthFactors(n, root, root / n));
    assertFactors(
        unit,
        Role.OUTPUT,
        StepScaling.NORMALIZED,
        m,
        new WidthFactors(root, root, root / n, root / n));
    for (StepScaling family : StepScaling.values()) {
      assertSameAsTableEight(unit, family, m);
    }
  }

  /** Biases have no gauge. */
  private static void assertSameAsTableEight(
      Parametrization form, StepScaling family, double[] m, Role... weights) {
    Stream.concat(Stream.of(Role.HIDDEN_BIAS, Role.OUTPUT_BIAS), Stream.of(weights))
        .forEach(
            role ->
                assertFactors(
                    form,
                    role,
                    family,
                    m,
                    Parametrization.MUP.factors(role, family, fans(m[0], m[1]))));
  }

  @ParameterizedTest
  @EnumSource(
      value = Parametrization.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UNIT", "U_MUP"})
  void atTheBaseWidthEveryFactorIsExactlyOne(Parametrization table) {
    for (Role role : ROLES.values()) {
      for (StepScaling family : StepScaling.values()) {
        assertThat(table.factors(role, family, fans(1, 1))).isEqualTo(WidthFactors.ONE);
      }
    }
  }

  @Test
  void fansBelowOneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Fans(4, 0, 4, 4))
        .withMessage("fans must be at least 1, got 4, 0 over 4, 4");
  }

  /** A readout scaled twice, 1 / m in both places, is the usual mistake. */
  @Test
  void theReadoutIsScaledByItsMultiplierAlone() {
    WidthFactors output =
        Parametrization.MUP.factors(Role.OUTPUT, StepScaling.PROPORTIONAL, fans(8, 1));
    assertThat(output.initScale() * output.multiplier()).isEqualTo(1.0 / 8);
  }
}
