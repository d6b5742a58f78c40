package org.retrograde.experiments.width;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

final class PairedSlopeTest {

  private static final List<Integer> WIDTHS = List.of(32, 64, 128);
  private static final int SEEDS = 16;

  /** Sizes that go as width^power, of seeds whose own factors, e to a Gaussian, are all alike. */
  private static double[][] sizes(double power, RandomGenerator random, boolean paired) {
    double[][] sizes = new double[WIDTHS.size()][SEEDS];
    for (int k = 0; k < SEEDS; k++) {
      double own = Math.exp(random.nextGaussian());
      for (int w = 0; w < WIDTHS.size(); w++) {
        double factor = paired ? own : Math.exp(random.nextGaussian());
        sizes[w][k] = factor * Math.pow(WIDTHS.get(w), power);
      }
    }
    return sizes;
  }

  @Test
  void whatSeedsHaveInCommonAtEveryWidthLeavesNoError() {
    PairedSlope slope = PairedSlope.of(WIDTHS, sizes(-0.5, new Well19937c(1), true));

    assertThat(slope.value()).isCloseTo(-0.5, within(1e-12));
    assertThat(slope.error()).isCloseTo(0, within(1e-12));
  }

  @Test
  void theSameSpreadWithoutPairsMovesTheSlope() {
    PairedSlope slope = PairedSlope.of(WIDTHS, sizes(-0.5, new Well19937c(1), false));

    assertThat(slope.error()).isGreaterThan(0.1);
  }

  @Test
  void theErrorIsHowMuchSlopesDifferFromDrawToDraw() {
    RandomGenerator random = new Well19937c(2);
    SummaryStatistics slopes = new SummaryStatistics();
    SummaryStatistics squaredErrors = new SummaryStatistics();
    for (int draw = 0; draw < 4000; draw++) {
      double[][] sizes = new double[WIDTHS.size()][SEEDS];
      for (double[] ofWidth : sizes) {
        for (int k = 0; k < SEEDS; k++) {
          ofWidth[k] = 1 + 0.2 * random.nextGaussian();
        }
      }
      PairedSlope slope = PairedSlope.of(WIDTHS, sizes);
      slopes.addValue(slope.value());
      squaredErrors.addValue(slope.error() * slope.error());
    }

    double error = Math.sqrt(squaredErrors.getMean());
    assertThat(error).isCloseTo(slopes.getStandardDeviation(), within(0.05 * error));
  }

  @Test
  void aSizeWithoutALogarithmHasNoSlope() {
    PairedSlope slope = PairedSlope.of(List.of(32, 64), new double[][] {{0, 0}, {1, 2}});

    assertThat(slope.value()).isNaN();
    assertThat(slope.error()).isNaN();
  }
}
