package org.retrograde.experiments.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StepsNeededTest {

  private static final StepsNeeded NEEDED = new StepsNeeded(List.of(25, 50, 100), 100);

  @Test
  void betweenTwoLengthsTheLossIsLinearInTheLogarithmOfTheLength() {
    double between = Math.exp((Math.log(25) + Math.log(50)) / 2);

    assertThat(NEEDED.timesFewer(List.of(3.0, 2.0, 1.0), 2.5))
        .isCloseTo(100 / between, within(1e-12));
    assertThat(NEEDED.timesFewer(List.of(3.0, 2.0, 1.0), 2.0)).isCloseTo(2, within(1e-12));
    assertThat(NEEDED.timesFewer(List.of(3.0, 2.0, 1.0), 1.0)).isCloseTo(1, within(1e-12));
  }

  @Test
  void theFirstLengthThatIsEnoughCounts() {
    assertThat(NEEDED.timesFewer(List.of(3.0, 1.0, 2.0), 2.0)).isGreaterThan(2);
  }

  @Test
  void theShortestTrainingIsABound() {
    assertThat(NEEDED.timesFewer(List.of(1.0, 0.5, 0.1), 2.0)).isEqualTo(4);
    assertThat(NEEDED.most()).isEqualTo(4);
  }

  @Test
  void aLossThatNoLengthReachesTakesForever() {
    assertThat(NEEDED.timesFewer(List.of(3.0, 2.0, 1.5), 1.0)).isZero();
    double lost = Double.POSITIVE_INFINITY;
    assertThat(NEEDED.timesFewer(List.of(lost, lost, lost), 1.0)).isZero();
  }

  @Test
  void nothingIsInterpolatedFromARunThatDiverged() {
    assertThat(NEEDED.timesFewer(List.of(Double.POSITIVE_INFINITY, 1.0, 0.5), 2.0)).isEqualTo(2);
  }
}
