package org.retrograde.hypergrad.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

/** The families of arXiv 2603.10301 that are searched. */
final class SearchedFamiliesTest {

  private static final int STEPS = 400;

  private static double[] factors(Schedule schedule) {
    return IntStream.range(0, STEPS).mapToDouble(t -> schedule.factor(t, STEPS)).toArray();
  }

  @Test
  void aPolynomialOfOneIsTheLineAndOfAHalfItsRoot() {
    assertThat(factors(new Polynomial(1, 0))).containsExactly(factors(new Linear()), within(1e-15));
    assertThat(new Polynomial(0.5, 0).factor(300, STEPS)).isCloseTo(0.5, within(1e-15));
    assertThat(new Polynomial(2, 0.2).factor(200, STEPS)).isCloseTo(0.4, within(1e-15));
  }

  @Test
  void rexIsTheLineForBetaOneAndAboveItForLess() {
    assertThat(factors(new Rex(1))).containsExactly(factors(new Linear()), within(1e-15));
    assertThat(new Rex(0.5).factor(200, STEPS)).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(new Rex(3).factor(200, STEPS)).isCloseTo(0.25, within(1e-15));
  }

  @Test
  void twoPointsAreMetAlongLines() {
    TwoPoint schedule = new TwoPoint(0.5, 0.8, 0.5, 0.2, 0);
    assertThat(schedule.factor(0, STEPS)).isEqualTo(1);
    assertThat(schedule.factor(100, STEPS)).isCloseTo(0.9, within(1e-15));
    assertThat(schedule.factor(200, STEPS)).isCloseTo(0.8, within(1e-15));
    assertThat(schedule.factor(250, STEPS)).isCloseTo(0.5, within(1e-15));
    assertThat(schedule.factor(300, STEPS)).isCloseTo(0.2, within(1e-15));
    assertThat(schedule.factor(350, STEPS)).isCloseTo(0.1, within(1e-15));
  }

  @Test
  void aHumpMeetsItsPointsAndNeverOvershoots() {
    Hump known = new Hump(0.2, 0.5, 0.5, 0.25, 0.5, 0.4, 0.1);
    assertThat(List.of(0, 50, 100, 250).stream().map(t -> known.factor(t, STEPS)))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .containsExactly(0.2, 0.5, 1.0, 0.4);
    Well19937c random = new Well19937c(7);
    for (int i = 0; i < 200; i++) {
      double[] u =
          IntStream.range(0, 7).mapToDouble(j -> 0.02 + 0.96 * random.nextDouble()).toArray();
      double rising = Math.max(u[0], u[2]); // so that it only rises, and then only falls
      double falling = Math.max(u[5], u[6]);
      Hump hump =
          new Hump(Math.min(u[0], u[2]), u[1], rising, u[3], u[4], falling, Math.min(u[5], u[6]));
      double[] factors = factors(hump);
      int top = (int) Math.floor(u[3] * STEPS);
      assertThat(Arrays.stream(factors, 0, top + 1).boxed().toList()).isSorted();
      assertThat(Arrays.stream(factors, top + 1, STEPS).map(x -> -x).boxed().toList()).isSorted();
      assertThat(Arrays.stream(factors).boxed()).allMatch(x -> x > 0 && x <= 1);
    }
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rex(0))
        .withMessage("beta must be above 0, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Polynomial(-1, 0))
        .withMessage("exponent must be at least 0, got -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TwoPoint(0, 0.5, 0.5, 0.5, 0))
        .withMessageStartingWith("first and second must be above 0 and below 1, got 0.0 and 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Hump(0.1, 0.5, 0.6, 1, 0.5, 0.6, 0.01))
        .withMessageStartingWith("early, peak and late must be above 0 and below 1, got 0.5, 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Hump(0, 0.5, 0.6, 0.1, 0.5, 0.6, 0.01))
        .withMessageStartingWith("start, rising, falling and end must be above 0");
  }
}
