package org.retrograde.experiments.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.schedule.Linear;

final class RefinedTest {

  @Test
  void gradientsThatStayGiveALine() {
    double[] sizes = new double[50];
    Arrays.fill(sizes, 3);
    Refined refined = Refined.of(sizes, 2, 0.1);
    for (int t = 0; t < 50; t++) {
      assertThat(refined.factor(t, 50)).isCloseTo(new Linear().factor(t, 50), within(1e-14));
    }
  }

  /** By hand: w = 1, 1/4, 1, sums from the end 9/4, 5/4, 1; products 9/4, 5/16, 1. */
  @Test
  void aRateIsItsWeightTimesTheWeightsThatAreLeft() {
    Refined refined = Refined.of(new double[] {1, 2, 1}, 2, 0);
    assertThat(refined.factors()).containsExactly(1.0, 5.0 / 36, 4.0 / 9);
    // With p = 1: w = 1, 1/2, 1; 5/2, 3/4, 1.
    assertThat(Refined.of(new double[] {1, 2, 1}, 1, 0).factors()).containsExactly(1.0, 0.3, 0.4);
  }

  @Test
  void gradientsThatFallGiveRatesThatRiseFirst() {
    double[] sizes = new double[100];
    for (int t = 0; t < 100; t++) {
      sizes[t] = Math.exp(-t / 20.0);
    }
    Refined refined = Refined.of(sizes, 2, 0.05);
    assertThat(refined.factor(0, 100)).isLessThan(0.01);
    assertThat(refined.factor(90, 100)).isGreaterThan(0.2);
  }

  /** The median of three has no place for one that is large, and holds at both ends. */
  @Test
  void outliersAreTakenForTheirNeighbours() {
    double[] sizes = {1, 1, 90, 1, 1, 1, 1, 1};
    double[] smooth = new double[8];
    Arrays.fill(smooth, 1);
    assertThat(Refined.of(sizes, 2, 0.3)).isEqualTo(Refined.of(smooth, 2, 0));
    assertThat(Refined.of(sizes, 2, 0)).isNotEqualTo(Refined.of(smooth, 2, 0));
    assertThat(Refined.of(new double[] {2, 2, 2, 1}, 1, 0.5).factors()) // mirrored: 2, 1, 2
        .isEqualTo(Refined.of(new double[] {2, 2, 2, 2}, 1, 0).factors());
  }

  @Test
  void noGradientNoSchedule() {
    assertThatThrownBy(() -> Refined.of(new double[] {1, 0, 1}, 2, 0))
        .hasMessageContaining("at step 1 it is 0");
  }
}
