package org.retrograde.experiments.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChaosOnsetTest {

  private static final double[] AT = new double[1000];

  static {
    Arrays.setAll(AT, i -> 0.5 + 0.002 * i);
  }

  private final double[] value = of(x -> 1 / x);
  private final double[] derivative = of(x -> -1 / (x * x));

  private static double[] of(DoubleUnaryOperator function) {
    return Arrays.stream(AT).map(function).toArray();
  }

  @Test
  void aSmoothFunctionHasNoChaos() {
    assertThat(ChaosOnset.find(AT, value, derivative)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void chaosBeginsWhereTheDerivativeIsThatOfSpikes(long seed) {
    Well19937c random = new Well19937c(seed);
    for (int i = 490; i < AT.length; i++) {
      value[i] += 0.3 * random.nextGaussian();
      derivative[i] = 1e4 * random.nextGaussian();
    }
    assertThat(ChaosOnset.find(AT, value, derivative).orElseThrow()).isBetween(488, 495);
  }

  @Test
  void aFewSpikesAreNotChaos() {
    for (int i = 100; i < 900; i += 50) {
      derivative[i] = 1e6;
      value[i + 5] = 10;
    }
    assertThat(ChaosOnset.find(AT, value, derivative)).isEmpty();
  }

  @Test
  void runsThatDivergedAreChaos() {
    Arrays.fill(value, 700, 1000, Double.POSITIVE_INFINITY);
    Arrays.fill(derivative, 700, 1000, Double.NaN);
    assertThat(ChaosOnset.find(AT, value, derivative).orElseThrow()).isBetween(698, 700);
  }
}
