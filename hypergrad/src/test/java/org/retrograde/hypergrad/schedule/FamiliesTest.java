package org.retrograde.hypergrad.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Families of the literature: their numbers at steps worked out by hand, and their edges. */
final class FamiliesTest {

  private static double[] factors(Schedule schedule, int steps) {
    return IntStream.range(0, steps).mapToDouble(t -> schedule.factor(t, steps)).toArray();
  }

  /** Of 10 steps the last 4 fall, with u = 0, 1/4, 1/2, 3/4: u counts from t / T. */
  @Test
  void wsdStaysAndFallsInThreeForms() {
    double[] line = factors(new Wsd(0.4, Fall.LINEAR, 0.2), 10);
    double[] exponential = factors(new Wsd(0.4, Fall.EXPONENTIAL, 0.0001), 10);
    double[] root = factors(new Wsd(0.4, Fall.ONE_MINUS_SQRT, 0.2), 10);
    for (int t = 0; t <= 6; t++) {
      assertThat(line[t]).isCloseTo(1, within(1e-15));
      assertThat(exponential[t]).isCloseTo(1, within(1e-14));
    }
    assertThat(line).endsWith(new double[] {0.8, 0.6, 0.4}, within(1e-15));
    assertThat(exponential).endsWith(new double[] {0.1, 0.01, 0.001}, within(1e-15));
    assertThat(root)
        .endsWith(
            new double[] {0.6, 1 - 0.8 * Math.sqrt(0.5), 1 - 0.8 * Math.sqrt(0.75)}, within(1e-15));
  }

  @ParameterizedTest
  @EnumSource
  void aFallOfNoStepIsFlat(Fall form) {
    assertThat(factors(new Wsd(0, form, 0.1), 7)).containsOnly(1);
    assertThat(factors(new Wsd(0.1, form, 0.1), 7)).containsOnly(1); // 0.7 of a step
    assertThat(factors(new Wsd(0.3, form, 0.1), 7)[6]).isLessThan(1); // 2.1 steps
    assertThat(factors(new Wsd(1, form, 0.1), 1)).containsOnly(1);
  }

  @Test
  void aFallOverAllStepsIsTheLine() {
    assertThat(factors(new Wsd(1, Fall.LINEAR, 0), 50))
        .containsExactly(factors(new Linear(), 50), within(1e-15));
  }

  @Test
  void anExponentialFallHasAFloor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Wsd(0.2, Fall.EXPONENTIAL, 0))
        .withMessageContaining("set end");
    double least = factors(new Wsd(0.2, Fall.EXPONENTIAL, 0.01), 1000)[999];
    assertThat(least).isCloseTo(Math.pow(0.01, 199 / 200.0), within(1e-12)).isGreaterThan(0.01);
  }

  @Test
  void cosinesEndWhereTheyAreToldAndStartAgain() {
    double[] cycles = factors(new Cosine(0.2, 3), 12);
    double[] once = factors(new Cosine(0.2, 1), 4);
    assertThat(once)
        .containsExactly(
            new double[] {1, 0.6 + 0.4 * Math.sqrt(0.5), 0.6, 0.6 - 0.4 * Math.sqrt(0.5)},
            within(1e-15));
    for (int t = 0; t < 12; t++) {
      assertThat(cycles[t]).isEqualTo(once[t % 4]);
    }
    assertThat(factors(new Cosine(), 5)[2]).isEqualTo((1 + Math.cos(Math.PI * (2.0 / 5))) / 2);
  }

  /**
   * Of 10 steps two rise, from a third: with 0 a step before the first, 3 intervals to the peak.
   */
  @Test
  void aTrapezoidIsAWarmUpAPlateauAndALine() {
    assertThat(factors(new Trapezoid(0.2, 0.4), 10))
        .containsExactly(
            new double[] {1 / 3.0, 2 / 3.0, 1, 1, 1, 1, 1, 0.75, 0.5, 0.25}, within(1e-15));
    assertThat(factors(new Trapezoid(0, 0), 4)).containsOnly(1);
    assertThat(factors(new Trapezoid(0.3, 0.7), 100))
        .containsExactly(factors(new Warmup().then(0.3, new Linear()), 100), within(1e-14));
  }

  @Test
  void powersFallAsPowers() {
    assertThat(factors(new InversePower(0.5, 3), 10)[9]).isCloseTo(0.5, within(1e-15));
    assertThat(factors(new InversePower(2, 1), 3))
        .containsExactly(new double[] {1, 0.25, 1 / 9.0}, within(1e-15));
    assertThat(factors(new InversePower(0, 1), 3)).containsOnly(1);
  }

  @Test
  void twoPhasesMeetInARoundedCorner() {
    TwoPhase schedule = new TwoPhase(0.5, 100, 8);
    assertThat(schedule.factor(0, 1)).isEqualTo(1);
    assertThat(schedule.factor(50, 1)).isCloseTo(1, within(3e-4)).isLessThan(1);
    assertThat(schedule.factor(100, 1)).isCloseTo(Math.pow(2, -1 / 16.0), within(1e-15));
    assertThat(schedule.factor(101, 1)).isLessThan(schedule.factor(100, 1));
    assertThat(schedule.factor(40_000, 1)).isCloseTo(0.05, within(1e-15));
  }

  /** Where t^s would overflow. */
  @ParameterizedTest
  @ValueSource(doubles = {8, 100, 1e6})
  void aSharpCornerIsTheMaximum(double sharpness) {
    assertThat(new TwoPhase(1, 0.5, sharpness).factor(2_000_000_000, 1))
        .isCloseTo(0.25e-9, within(1e-24));
  }

  /**
   * n = t + 1 passes 4 after the peak of 4 steps; from step 8 of 10 on what it has reached falls.
   */
  @Test
  void thePowerSchedulerKeepsItsCapThenItsPowerAndThenWhatItHasReached() {
    double[] factors = factors(new PowerScheduler(0.5, 4, 0.2, Fall.LINEAR, 0), 10);
    double reached = Math.sqrt(0.5);
    assertThat(factors)
        .containsExactly(
            new double[] {
              1,
              1,
              1,
              1,
              Math.sqrt(4 / 5.0),
              Math.sqrt(4 / 6.0),
              Math.sqrt(4 / 7.0),
              reached,
              reached,
              reached / 2
            },
            within(1e-15));
    assertThat(factors(new PowerScheduler(0.5, 4, 1, Fall.LINEAR, 0), 10))
        .containsExactly(factors(new Linear(), 10), within(1e-15));
  }

  @Test
  void refusesNumbersOutOfRangeWithTheNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Wsd(1.5, Fall.LINEAR, 0))
        .withMessageContaining("got 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Wsd(0.5, Fall.LINEAR, -1))
        .withMessageContaining("got -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cosine(0, 0))
        .withMessageContaining("got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Trapezoid(1.6, 0.5))
        .withMessageContaining("got 1.6 and 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InversePower(0.5, 0))
        .withMessageContaining("0.5 and 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TwoPhase(0.5, 0, 8))
        .withMessageContaining("0.5, 0.0 and 8.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PowerScheduler(-1, 4, 0.1, Fall.LINEAR, 0))
        .withMessageContaining("-1.0 and 4.0");
  }
}
