package org.retrograde.experiments.solvable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.experiments.law.LeastRates;
import org.retrograde.experiments.law.NonIncreasing;

/** The best schedule that never rises, of a problem whose loss is known. */
final class FallingOptimumTest {

  static Stream<Arguments> instances() {
    return Stream.of(
        Arguments.of(ExpectedLossTest.EASY, 0.05), Arguments.of(ExpectedLossTest.HARD, 0.2));
  }

  /**
   * Karush, Kuhn and Tucker: where the rate falls, a larger fall neither pays nor costs; where it
   * does not, it costs.
   */
  @ParameterizedTest
  @MethodSource("instances")
  void noFallOfTheBestScheduleCanBeMovedToTheGood(PowerLawModel model, double peak) {
    ExpectedLoss loss = new ExpectedLoss(model);
    NonIncreasing best = LeastRates.of(loss, peak, ExpectedLossTest.STEPS, 1e-3);

    double[] byFall = byFalls(loss.gradient(best.rates()));
    double unit = largest(byFalls(loss.gradient(start(peak))));
    int falls = 0;
    for (int k = 1; k < best.rates().length; k++) {
      double fall = best.rates()[k - 1] - best.rates()[k];
      assertThat(fall).isGreaterThanOrEqualTo(0);
      assertThat(byFall[k - 1]).isGreaterThan(-1e-4 * unit);
      if (fall > 1e-6 * peak) {
        falls++;
        assertThat(byFall[k - 1]).isLessThan(1e-4 * unit);
      }
    }
    assertThat(falls).isBetween(100, 399);
    assertThat(best.loss()).isGreaterThan(OptimalSchedule.of(loss, 400).loss());
  }

  /** By falls of the rate after the first step: less sums of what is to come. */
  private static double[] byFalls(double[] byRate) {
    double[] sums = new double[byRate.length - 1];
    double sum = 0;
    for (int k = sums.length; k > 0; k--) {
      sum -= byRate[k];
      sums[k - 1] = sum;
    }
    return sums;
  }

  private static double[] start(double peak) {
    double[] flat = new double[ExpectedLossTest.STEPS];
    Arrays.fill(flat, peak);
    return flat;
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }
}
