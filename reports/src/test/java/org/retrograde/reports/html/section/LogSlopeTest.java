package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class LogSlopeTest {

  private static final int STEPS = 250;

  @Test
  void aPowerLawReturnsItsExponentPositiveTowardThePast() {
    LogSlope slope = LogSlope.of(values(step -> 3 * Math.pow(10, -0.0175 * step)));

    assertThat(slope.towardPast()).isCloseTo(1.75, within(1e-12));
  }

  @Test
  void growthTowardTheLastStepsIsNegative() {
    assertThat(LogSlope.of(values(step -> 1e-9 * Math.exp(step))).towardPast())
        .isCloseTo(-100 / Math.log(10), within(1e-10));
  }

  @Test
  void zerosAndWhatIsNotFiniteDoNotCount() {
    SortedMap<Integer, Double> values = values(step -> Math.pow(10, -0.01 * step));
    double whole = LogSlope.of(values).towardPast();
    values.put(0, 0.0);
    values.put(100, Double.NaN);
    values.put(249, Double.POSITIVE_INFINITY);

    assertThat(LogSlope.of(values).towardPast()).isCloseTo(whole, within(1e-12));

    values.put(249, 1.0);
    assertThat(LogSlope.of(values).towardPast()).isNotCloseTo(whole, within(1e-3));
  }

  @Test
  void endsAreGeometricMeansOfATenthOfTheStepsEach() {
    LogSlope slope = LogSlope.of(values(step -> step < 25 ? 1e4 : step < 225 ? 1 : 1e-4));

    assertThat(slope.firstTenth()).isCloseTo(1e4, within(1e-8));
    assertThat(slope.lastTenth()).isCloseTo(1e-4, within(1e-16));
  }

  @Test
  void fewerThanTwoValuesHaveNoSlope() {
    SortedMap<Integer, Double> values = values(step -> step == 0 ? 1 : 0);

    LogSlope slope = LogSlope.of(values);

    assertThat(slope.towardPast()).isNaN();
    assertThat(slope.firstTenth()).isEqualTo(1);
    assertThat(slope.lastTenth()).isNaN();
  }

  @Test
  void aConstantIsLevel() {
    assertThat(LogSlope.of(values(step -> 0.3)).towardPast()).isZero();
  }

  private static SortedMap<Integer, Double> values(IntToDoubleFunction value) {
    SortedMap<Integer, Double> values = new TreeMap<>();
    for (int step = 0; step < STEPS; step++) {
      values.put(step, value.applyAsDouble(step));
    }
    return values;
  }
}
