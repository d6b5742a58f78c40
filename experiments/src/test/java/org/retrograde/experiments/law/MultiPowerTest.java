package org.retrograde.experiments.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.schedule.Wsd;

final class MultiPowerTest {

  static final MultiPower LAW = new MultiPower(2.5, 0.6, 0.4, 2.2, 1.3, 0.5, 0.4);
  static final double PEAK = 0.2;

  static double[] rates(Schedule schedule, int steps) {
    return IntStream.range(0, steps).mapToDouble(t -> PEAK * schedule.factor(t, steps)).toArray();
  }

  /** Three steps at .2, .2, .1: one fall. */
  @Test
  void threeStepsFollowTheFormulaByHand() {
    double part = 1 - Math.pow(1 + 1.3 * Math.pow(0.1, -0.4) * 0.1, -0.5);
    double expected = 2.5 + 0.6 * Math.pow(0.5, -0.4) - 2.2 * 0.1 * part;

    assertThat(LAW.loss(new double[] {0.2, 0.2, 0.1})).isEqualTo(expected, within(1e-15));
    assertThat(LAW.loss(new double[] {0.2, 0.2, 0.1}, 2))
        .isEqualTo(2.5 + 0.6 * Math.pow(0.4, -0.4), within(1e-15));
  }

  private static double difference(double[] rates, int step) {
    return CentralDifferences.atZero(
        h -> {
          double[] moved = rates.clone();
          moved[step] += h;
          return LAW.loss(moved);
        },
        1e-4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 35, 38, 39})
  void derivativesByRatesAgreeWithCentralDifferences(int step) {
    double[] rates = rates(new Wsd(), 40); // the first 32 do not move
    double[] ramp = rates(new Cosine(0.1, 1), 40);
    for (double[] at : List.of(ramp, step < 2 ? ramp : rates)) {
      double derivative = LAW.gradient(at)[step];
      double difference = difference(at, step);

      assertThat(derivative).isCloseTo(difference, Percentage.withPercentage(2e-5));
      assertThat(derivative * 1.001).isNotCloseTo(difference, Percentage.withPercentage(2e-5));
    }
  }

  @Test
  void derivativesByCoordinatesAgreeWithCentralDifferences() {
    double[] rates = rates(new Cosine(0.1, 1), 40);
    double[] by = LAW.byCoordinates(rates, 30);
    for (int i = 0; i < by.length; i++) {
      int moved = i;
      double difference =
          CentralDifferences.atZero(
              h -> {
                Double[] numbers = LAW.numbers().toArray(Double[]::new);
                numbers[moved] *= Math.exp(h);
                return Math.log(MultiPower.of(List.of(numbers)).loss(rates, 30));
              },
              1e-3);
      assertThat(by[i]).isCloseTo(difference, Percentage.withPercentage(1e-4));
      assertThat(by[i] * 1.001).isNotCloseTo(difference, Percentage.withPercentage(1e-4));
    }
  }

  /**
   * The official code sums the rises of warm-up as falls below 0: nearly B times the peak more
   * loss, which its L0 absorbs. The clean form does not.
   */
  @Test
  void warmUpCountsAsStepsAndNotAsFalls() {
    double[] warm =
        IntStream.range(0, 200).mapToDouble(t -> PEAK * Math.min(1, (t + 1) / 20.0)).toArray();
    double power = LAW.limit() + LAW.scale() * Math.pow(Arrays.stream(warm).sum(), -LAW.alpha());

    assertThat(LAW.loss(warm)).isEqualTo(power, within(1e-14));
    double official = power;
    for (int k = 1; k < 200; k++) {
      double sum = Arrays.stream(warm, k, 200).sum();
      double argument = LAW.speed() * Math.pow(warm[k], -LAW.gamma()) * sum;
      official -= LAW.gain() * (warm[k - 1] - warm[k]) * (1 - Math.pow(1 + argument, -LAW.beta()));
    }
    assertThat((official - power) / (LAW.gain() * PEAK)).isBetween(0.7, 1.0);
    // a rise after the peak is a fall below 0
    double[] risen = rates(Schedules.FLAT, 40);
    Arrays.fill(risen, 20, 40, 1.1 * PEAK);
    double[] longer = rates(Schedules.FLAT, 42);
    assertThat(LAW.loss(risen)).isGreaterThan(LAW.loss(longer));
  }

  /** Falls of 0 add nothing to the loss; a gradient that skips them points elsewhere. */
  @Test
  void stepsAtWhichTheRateDoesNotFallCountInTheGradient() {
    double[] flat = rates(Schedules.FLAT, 400);
    double[] skipping = new double[400];
    Arrays.fill(
        skipping,
        -LAW.alpha() * LAW.scale() * Math.pow(Arrays.stream(flat).sum(), -LAW.alpha() - 1));
    double[] whole = Falls.derivative(LAW.gradient(flat));

    double[] differences = new double[399];
    for (int k = 1; k < 400; k++) {
      int from = k;
      differences[k - 1] =
          (LAW.loss(
                      IntStream.range(0, 400)
                          .mapToDouble(t -> flat[t] - (t < from ? 0 : 1e-6))
                          .toArray())
                  - LAW.loss(flat))
              / 1e-6;
    }
    assertThat(Falls.cosine(whole, differences)).isGreaterThan(0.9999);
    assertThat(Falls.cosine(Falls.derivative(skipping), differences)).isLessThan(0);
  }

  /**
   * The first rate alone "makes a fall" out of nothing: its derivative says the opposite of what a
   * higher peak does. In the coordinates of falls it does not occur.
   */
  @Test
  void theDerivativeByTheFirstRateIsNotThatOfAHigherPeak() {
    double[] flat = rates(Schedules.FLAT, 400);
    double[] gradient = LAW.gradient(flat);

    assertThat(gradient[0]).isLessThan(50 * gradient[1]).isNegative();
    double[] other = gradient.clone();
    other[0] = 1e9;
    assertThat(Falls.derivative(other)).isEqualTo(Falls.derivative(gradient)).hasSize(399);
  }

  @Test
  void aRateOfNothingIsSmallAndNotInfinite() {
    double[] rates = rates(new Cosine(), 40);
    rates[39] = 0;

    assertThat(LAW.loss(rates)).isFinite();
    assertThat(Arrays.stream(LAW.gradient(rates)).allMatch(Double::isFinite)).isTrue();
  }

  @Test
  void refusesNumbersThatAreNotAboveNothing() {
    assertThatThrownBy(() -> new MultiPower(1, 1, 1, 1, 1, 1, 0)).hasMessageContaining("0.0]");
    assertThatThrownBy(() -> MultiPower.of(List.of(1.0))).hasMessageContaining("got 1");
  }
}
