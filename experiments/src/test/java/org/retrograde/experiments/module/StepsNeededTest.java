package org.retrograde.experiments.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StepsNeededTest {

  private static final StepsNeeded NEEDED = new StepsNeeded(List.of(25, 50, 100));
  private static final double LOST = Double.POSITIVE_INFINITY;

  /** Held against a start that leaves a loss after 100 steps, and more before. */
  private static Fewer fewer(List<Double> losses, double target) {
    return NEEDED.timesFewer(losses, List.of(target + 2, target + 1, target));
  }

  private static double times(List<Double> losses, double target) {
    return fewer(losses, target).times();
  }

  @Test
  void betweenTwoLengthsTheLossIsLinearInTheLogarithmOfTheLength() {
    double between = Math.exp((Math.log(25) + Math.log(50)) / 2);

    assertThat(times(List.of(3.0, 2.0, 1.0), 2.5)).isCloseTo(100 / between, within(1e-12));
    assertThat(times(List.of(3.0, 2.0, 1.0), 2.0)).isEqualTo(2);
    assertThat(times(List.of(3.0, 2.0, 1.0), 1.0)).isEqualTo(1);
  }

  @Test
  void theFirstLengthThatIsEnoughCounts() {
    assertThat(times(List.of(3.0, 1.0, 2.0), 2.0)).isGreaterThan(2);
  }

  @Test
  void aStartThatNeedsFewerStepsItselfGainsNothing() {
    List<Double> start = List.of(3.0, 0.5, 1.0);
    double own = Math.exp(Math.log(25) + 2 / 2.5 * Math.log(2));

    assertThat(NEEDED.timesFewer(start, start)).isEqualTo(new Fewer(1, false));
    assertThat(NEEDED.timesFewer(List.of(1.0, 0.5, 0.1), start).times())
        .isCloseTo(own / 25, within(1e-12));
    assertThat(NEEDED.timesFewer(List.of(0.5, 0.4, 0.3), List.of(0.9, 1.5, 1.0)))
        .isEqualTo(Fewer.UNKNOWN);
  }

  @Test
  void theShortestTrainingIsABound() {
    assertThat(fewer(List.of(1.0, 0.5, 0.1), 2.0)).isEqualTo(new Fewer(4, true));
    assertThat(fewer(List.of(1.0, 0.5, 0.1), 2.0).words()).isEqualTo("≥ 4.00");
  }

  @Test
  void aLossThatNoLengthReachesTakesForever() {
    assertThat(times(List.of(3.0, 2.0, 1.5), 1.0)).isZero();
    assertThat(times(List.of(LOST, LOST, LOST), 1.0)).isZero();
    assertThat(fewer(List.of(LOST, LOST, LOST), 1.0).words()).isEqualTo("not reached");
  }

  @Test
  void nothingIsInterpolatedFromARunThatDiverged() {
    assertThat(times(List.of(LOST, 1.0, 0.5), 2.0)).isEqualTo(2);
  }

  @Test
  void aLossThatDivergedIsNoneToReach() {
    assertThat(fewer(List.of(3.0, 2.0, 1.0), LOST)).isEqualTo(Fewer.UNKNOWN);
    assertThat(Fewer.UNKNOWN.words()).isEqualTo("–");
  }
}
