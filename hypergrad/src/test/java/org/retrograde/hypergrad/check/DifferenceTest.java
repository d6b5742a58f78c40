package org.retrograde.hypergrad.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Differences know when they can be trusted: where a fixed width would be wrong, they say so. */
final class DifferenceTest {

  private static final double SLOPE = Math.cos(0.3);

  private static Difference of(DoubleUnaryOperator f) {
    return Difference.of(1, f::applyAsDouble);
  }

  private static double error(Difference difference) {
    return difference.distance(new double[] {SLOPE});
  }

  @Test
  void aSmoothFunctionIsCertainAndRight() {
    Difference difference = of(h -> Math.sin(0.3 + h));
    assertThat(difference.uncertainty()).isLessThan(1e-8);
    assertThat(error(difference)).isLessThan(1e-10);
  }

  /** A kink or jump beyond the narrower stencils: a width of 1e-3 alone would be far off. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 3e-5, -2e-6, 4e-7})
  void aKinkOrAJumpNearByIsSteppedShortOf(double place) {
    Difference kinked = of(h -> Math.sin(0.3 + h) + Math.max(0, (h - place) * Math.signum(place)));
    Difference jumping = of(h -> Math.sin(0.3 + h) + (h > place == place > 0 ? 1e-3 : 0));
    assertThat(kinked.uncertainty()).isLessThan(1e-4);
    assertThat(error(kinked)).isLessThan(1e-6);
    assertThat(jumping.uncertainty()).isLessThan(1e-4);
    assertThat(error(jumping)).isLessThan(1e-6);
    double fixed =
        CentralDifferences.atZero(
            h -> Math.sin(0.3 + h) + (h > place == place > 0 ? 1e-3 : 0), 1e-3);
    assertThat(Math.abs(fixed - SLOPE)).isGreaterThan(0.1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-10, -1e-12})
  void aKinkAtThePointItselfLeavesNothingCertain(double place) {
    Difference difference = of(h -> Math.sin(0.3 + h) + Math.abs(h - place));
    assertThat(difference.uncertainty()).isGreaterThan(1e-2);
  }

  @Test
  void noiseIsSteppedOver() {
    RandomGenerator random = new Well19937c(1);
    Difference difference = of(h -> Math.sin(0.3 + h) + 1e-9 * random.nextGaussian());
    assertThat(error(difference)).isLessThan(3e-5);
    assertThat(difference.uncertainty()).isBetween(1e-8, 1e-4);
  }

  /** Single precision: each width has its own error, and the best is taken. */
  @Test
  void whatIsComputedInSinglePrecisionIsNotTakenForWrong() {
    Difference difference = of(h -> (float) Math.sin(0.3 + h));
    assertThat(Agreement.of(error(difference), difference.uncertainty(), 1e-6))
        .isNotEqualTo(Agreement.DIFFERS);
  }

  @Test
  void eachArrayHasTheWidthThatSuitsIt() {
    List<Difference> both =
        Difference.of(
            h -> List.of(new double[] {Math.max(0, h - 1e-5)}, new double[] {1e9 + h}),
            new double[] {1, 1});
    assertThat(both.get(0).value()[0]).isEqualTo(0, within(1e-9));
    assertThat(both.get(1).value()[0]).isEqualTo(1, within(1e-3));
  }

  @Test
  void whatIsNoNumberIsNeverCertain() {
    Difference difference = of(h -> h > 0 ? Double.NaN : 0);
    assertThat(difference.uncertainty()).isInfinite();
    assertThat(of(h -> h).distance(new double[] {Double.NaN})).isInfinite();
  }

  @Test
  void anErrorBeyondTheUncertaintyDiffersAndAnUncertainOneIsNotJudged() {
    assertThat(Agreement.of(1e-9, 1e-9, 1e-6)).isEqualTo(Agreement.AGREES);
    assertThat(Agreement.of(9e-5, 1e-5, 1e-6)).isEqualTo(Agreement.AGREES);
    assertThat(Agreement.of(2e-6, 1e-9, 1e-6)).isEqualTo(Agreement.DIFFERS);
    assertThat(Agreement.of(1e-2, 9e-5, 1e-6)).isEqualTo(Agreement.DIFFERS);
    assertThat(Agreement.of(1, 1e-2, 1e-6)).isEqualTo(Agreement.INCOMPARABLE);
    assertThat(Agreement.of(0, Double.NaN, 1e-6)).isEqualTo(Agreement.INCOMPARABLE);
  }
}
