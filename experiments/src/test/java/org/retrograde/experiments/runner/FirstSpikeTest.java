package org.retrograde.experiments.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FirstSpikeTest {

  private static double[] grid(int points) {
    double[] at = new double[points];
    Arrays.setAll(at, i -> 2.0 * i / (points - 1));
    return at;
  }

  private static double[] of(double[] at, DoubleUnaryOperator function) {
    return Arrays.stream(at).map(function).toArray();
  }

  @Test
  void aMinimumIsNoSpike() {
    double[] at = grid(101);
    assertThat(FirstSpike.find(at, of(at, x -> x - 1.2))).isEmpty();
  }

  @Test
  void slowWavesAreNoSpikes() {
    double[] at = grid(101);
    assertThat(FirstSpike.find(at, of(at, x -> Math.cos(2 * Math.PI * x)))).isEmpty();
  }

  /** Falls up to 1.4 and swings from there; coarse grids and fine ones agree. */
  @ParameterizedTest
  @ValueSource(ints = {51, 201, 1001})
  void spikesBeginAtTheFirstOfTwoCloseChanges(int points) {
    double[] at = grid(points);
    double[] derivative = of(at, x -> x < 1.4 ? -1 : Math.sin(40 * (x - 1.4)));
    int first = FirstSpike.find(at, derivative).orElseThrow();
    assertThat(at[first]).isBetween(1.4, 1.45);
  }

  @Test
  void aPointWithoutDerivativeIsLookedPast() {
    assertThat(
            FirstSpike.find(
                new double[] {0, 1, 2, 3}, new double[] {-1, Double.NaN, 1, Double.NaN}))
        .isEmpty();
    double[] at = grid(101);
    double[] derivative = of(at, x -> Double.NaN);
    derivative[0] = -1;
    derivative[50] = 1;
    derivative[55] = -1;
    assertThat(FirstSpike.find(at, derivative)).hasValue(50);
  }
}
