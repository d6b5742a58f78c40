package org.retrograde.hypergrad.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AdjointGrowthTest {

  @Test
  void theLargestNormCountsAgainstTheLastOne() {
    AdjointGrowth growth = AdjointGrowth.of(List.of(5.0, 200.0, 3.0, 0.2));
    assertThat(growth.decades()).isCloseTo(3, within(1e-12));
    assertThat(AdjointGrowth.of(List.of(900.0, 1.0)).isChaotic()).isFalse();
    assertThat(AdjointGrowth.of(List.of(1100.0, 1.0)).isChaotic()).isTrue();
    assertThat(AdjointGrowth.of(List.of(Double.POSITIVE_INFINITY, 1.0)).isChaotic()).isTrue();
  }

  @Test
  void stepsThatTheWayBackDidNotComeToDoNotCount() {
    assertThat(AdjointGrowth.of(List.of(Double.NaN, Double.NaN, 10.0, 1.0)).decades())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void whereNothingComesBackNothingGrows() {
    assertThat(AdjointGrowth.of(List.of(0.0, 0.0)).decades()).isZero();
  }
}
