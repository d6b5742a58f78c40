package org.retrograde.experiments.solvable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.hypergrad.check.CentralDifferences;
import org.retrograde.hypergrad.schedule.Cosine;
import org.retrograde.hypergrad.schedule.Linear;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;

final class ExpectedLossTest {

  static final PowerLawModel EASY = new PowerLawModel(1.5, 1.2, 1, 1, 200);
  static final PowerLawModel HARD = new PowerLawModel(2, 0.3, 1, 1, 200);
  static final int STEPS = 400;

  /** One mode: c0 = 1, and c <- (1 - 2 eta + eta^2 (1 + 1/B)) c + eta^2 / B (c + sigma^2). */
  @Test
  void oneModeFollowsTheFormulaByHand() {
    ExpectedLoss loss = new ExpectedLoss(new PowerLawModel(1, 1, 0.5, 2, 1));

    assertThat(loss.of(new double[0])).isEqualTo(1);
    double first = 1 - 0.5 + 0.0625 * 1.5 + 0.0625 / 2 * 1.5;
    assertThat(loss.of(new double[] {0.25})).isEqualTo(first, within(1e-15));
    double second = (1 - 0.2 + 0.01 * 1.5) * first + 0.01 / 2 * (first + 0.5);
    assertThat(loss.of(new double[] {0.25, 0.1})).isEqualTo(second, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 39})
  void derivativesAgreeWithCentralDifferences(int step) {
    ExpectedLoss loss = new ExpectedLoss(new PowerLawModel(1.5, 1.2, 1, 4, 30));
    double[] rates = new BestPeak(new Linear(), 40, 0.2, Double.NaN).rates();
    double derivative = loss.derivative(rates).byRate().get(step);
    double difference =
        CentralDifferences.atZero(
            h -> {
              double[] moved = rates.clone();
              moved[step] += h;
              return loss.of(moved);
            },
            1e-4);

    assertThat(derivative).isCloseTo(difference, Percentage.withPercentage(1e-5));
    assertThat(derivative * 1.001).isNotCloseTo(difference, Percentage.withPercentage(1e-5));
    assertThat(loss.derivative(rates).loss()).isEqualTo(loss.of(rates));
  }

  /** What training that leaves the numbers ends with, so that searches can go on. */
  @Test
  void ratesBeyondStabilityEndAtInfinity() {
    double[] rates = new BestPeak(Schedules.FLAT, 1000, 10, Double.NaN).rates();

    assertThat(new ExpectedLoss(EASY).of(rates)).isPositive().isInfinite();
  }

  static Stream<Arguments> instances() {
    return Stream.of(
        Arguments.of(
            EASY, 0.0295221, List.of(.0455, .0537, .0420, .0249, .0114, .0075, .0063, .0060)),
        Arguments.of(HARD, 0.1705126, List.of(.402, .369, .306, .184, .0621, .0190, .0127, .0115)));
  }

  /** Figures that were found by L-BFGS in another language. */
  @ParameterizedTest
  @MethodSource("instances")
  void theOptimumIsTheOneThatIsKnown(PowerLawModel model, double least, List<Double> rates) {
    OptimalSchedule best = OptimalSchedule.of(new ExpectedLoss(model), STEPS);

    assertThat(best.loss()).isCloseTo(least, within(5e-8));
    List<Integer> steps = List.of(0, 20, 100, 200, 300, 360, 390, 399);
    for (int i = 0; i < steps.size(); i++) {
      double digit = rates.get(i) < 0.1 ? 1e-4 : 1e-3;
      assertThat(best.rates().get(steps.get(i))).isCloseTo(rates.get(i), within(0.51 * digit));
    }
    double[] found = best.rates().stream().mapToDouble(rate -> rate).toArray();
    List<Double> slope = new ExpectedLoss(model).derivative(found).byRate();
    for (int t = 0; t < STEPS; t++) {
      assertThat(slope.get(t) * found[t]).isCloseTo(0, within(2e-8 * least));
    }
  }

  static Stream<Arguments> ratios() {
    return Stream.of(
        Arguments.of(EASY, 0.0295221, new Cosine(), 1.096),
        Arguments.of(EASY, 0.0295221, new Linear(), 1.034),
        Arguments.of(EASY, 0.0295221, Schedules.FLAT, 1.284),
        Arguments.of(HARD, 0.1705126, new Cosine(), 1.030),
        Arguments.of(HARD, 0.1705126, new Linear(), 1.025),
        Arguments.of(HARD, 0.1705126, Schedules.FLAT, 1.404));
  }

  @ParameterizedTest
  @MethodSource("ratios")
  void tunedSchedulesStandWhereTheyShouldOverTheOptimum(
      PowerLawModel model, double least, Schedule schedule, double ratio) {
    ExpectedLoss loss = new ExpectedLoss(model);
    BestPeak best = BestPeak.of(loss, schedule, STEPS);

    assertThat(best.loss() / least).isCloseTo(ratio, within(0.002));
    assertThat(loss.of(best.rates())).isEqualTo(best.loss());
  }

  @Test
  void refusesWhatIsNoModel() {
    assertThatThrownBy(() -> new PowerLawModel(0, 1, 1, 1, 1)).hasMessageContaining("got 0.0");
    assertThatThrownBy(() -> new PowerLawModel(1, 1, -1, 1, 1)).hasMessageContaining("got -1.0");
    assertThatThrownBy(() -> new PowerLawModel(1, 1, 1, 0, 1)).hasMessageContaining("got 0 and 1");
  }
}
