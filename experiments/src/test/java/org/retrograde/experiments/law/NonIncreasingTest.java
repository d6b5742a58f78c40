package org.retrograde.experiments.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class NonIncreasingTest {

  /** Squared distance of the logarithms from a target. */
  private static RateLoss distance(double... target) {
    return new RateLoss() {
      @Override
      public double loss(double[] rates) {
        double sum = 1;
        for (int t = 0; t < rates.length; t++) {
          sum += Math.pow(Math.log(rates[t] / target[t]), 2);
        }
        return sum;
      }

      @Override
      public double[] gradient(double[] rates) {
        double[] gradient = new double[rates.length];
        Arrays.setAll(gradient, t -> 2 * Math.log(rates[t] / target[t]) / rates[t]);
        return gradient;
      }
    };
  }

  /** Neighbours that would rise share their geometric mean, and ends are clipped. */
  @Test
  void theNearestScheduleIsFound() {
    double[] start = {1, 1, 1, 1, 1, 1};
    NonIncreasing found = NonIncreasing.of(distance(3, 2, 0.2, 0.8, 0.1, 0.001), start, 0.01);

    double[] expected = {1, 1, 0.4, 0.4, 0.1, 0.01};
    for (int t = 0; t < expected.length; t++) {
      assertThat(found.rates()[t]).isEqualTo(expected[t], within(1e-9));
    }
    assertThat(found.loss())
        .isEqualTo(distance(3, 2, 0.2, 0.8, 0.1, 0.001).loss(expected), within(1e-9));
  }

  @Test
  void floorsThatAreNotBelowThePeakAreRefused() {
    assertThatThrownBy(() -> NonIncreasing.of(distance(1), new double[] {1}, 0))
        .hasMessageContaining("got 0.0");
    assertThatThrownBy(() -> NonIncreasing.of(distance(1), new double[] {1}, 2))
        .hasMessageContaining("got 2.0");
  }
}
