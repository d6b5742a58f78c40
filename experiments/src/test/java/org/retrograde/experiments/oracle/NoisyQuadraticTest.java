package org.retrograde.experiments.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoisyQuadraticTest {

  private static final int STEPS = 50;

  private static double square(NoisyQuadratic model, double factor, int step) {
    double square = model.start() * model.start();
    for (int t = 0; t < STEPS; t++) {
      double move = model.curvature() * model.bestRate(t) * (t == step ? factor : 1);
      square = (1 - move) * (1 - move) * square + move * move * model.noise();
    }
    return square;
  }

  /** Also the control: a rate that is a hundredth off at one step leaves more. */
  @Test
  void noOtherRateOfAnyStepLeavesLess() {
    NoisyQuadratic model = new NoisyQuadratic(2, 3, 0.7, 2.5);
    double best = model.bestSquare(STEPS);
    assertThat(square(model, 1, 0)).isCloseTo(best, within(1e-12));
    for (int step : new int[] {0, 7, STEPS - 1}) {
      assertThat(square(model, 0.99, step)).isGreaterThan(best);
      assertThat(square(model, 1.01, step)).isGreaterThan(best);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 2.60", "10, 3.75", "30, 4.30"})
  void theBestConstantLeavesWhatWasCalibrated(double start, double ratio) {
    NoisyQuadratic model = new NoisyQuadratic(2, start, 1, 1);
    double constant = model.squareAt(model.bestConstant(3000), 3000);
    assertThat(constant / model.bestSquare(3000)).isCloseTo(ratio, within(0.005));
  }

  @ParameterizedTest
  @CsvSource({"0.3, 510, 540", "0.1, 155, 160", "0.03, 45, 47", "0.01, 15, 15.3"})
  void otherConstantsLeaveMuchMore(double rate, double least, double most) {
    NoisyQuadratic model = new NoisyQuadratic(2, 10, 1, 1);
    assertThat(model.squareAt(rate, 3000) / model.bestSquare(3000)).isBetween(least, most);
  }
}
