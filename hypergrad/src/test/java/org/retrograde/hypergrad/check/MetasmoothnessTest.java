package org.retrograde.hypergrad.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

final class MetasmoothnessTest {

  private static final double[] ORIGIN = {0};
  private static final double[] FORWARD = {1};

  private static double along(UnaryOperator<double[]> train, double width) {
    return Metasmoothness.of(
        Metasmoothness.points(ORIGIN, FORWARD, width).stream().map(train).toList());
  }

  @Test
  void weightsThatMoveAlongALineAreSmooth() {
    assertThat(along(z -> new double[] {3 * z[0], -z[0], 5}, 0.1)).isEqualTo(1);
  }

  @Test
  void aWeightThatTurnsBackCountsByHowFarItHadMoved() {
    // Over [0, 1] and [1, 2]: the first weight moves 3 and 3, the second 1 and -1.
    assertThat(along(z -> new double[] {3 * z[0], z[0] <= 1 ? z[0] : 2 - z[0]}, 1))
        .isEqualTo((3 - 1) / 4.0);
  }

  @Test
  void weightsThatAreNoiseAreNotSmooth() {
    // Of three independent draws the middle one is an extreme two times out of three.
    assertThat(along(z -> noise(Double.doubleToLongBits(z[0])), 0.1)).isBetween(-0.7, -0.3);
  }

  private static double[] noise(long seed) {
    Well19937c random = new Well19937c(seed);
    double[] weights = new double[2000];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextGaussian();
    }
    return weights;
  }

  @Test
  void aSineIsSmoothAtASmallScaleAndNotAtALargeOne() {
    UnaryOperator<double[]> sine = z -> new double[] {Math.sin(z[0])};
    assertThat(along(sine, 0.1)).isEqualTo(1);
    assertThat(along(sine, 1.5)).isEqualTo(-1);
  }

  @Test
  void weightsThatDoNotMoveCountAsSmooth() {
    assertThat(along(z -> new double[] {7}, 1)).isCloseTo(1, within(0.0));
  }
}
