package org.retrograde.experiments.autolrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.autolrs.Stage;

/** What is said of forecasts, worked out by hand. */
final class StageFiguresTest {

  private static StagedScore.Scored scored(
      List<Double> forecasts, List<Double> truths, List<Double> slopes, int chosen) {
    List<Stage.Probe> probes =
        List.of( // not in the order of the rates, as a Gaussian process tries them
            new Stage.Probe(0.1, forecasts.get(0)),
            new Stage.Probe(1, forecasts.get(1)),
            new Stage.Probe(0.01, forecasts.get(2)));
    return new StagedScore.Scored(new Stage(0, 10, probes, chosen), truths, slopes, 0);
  }

  @Test
  void forecastsThatAreRightAreFoundSo() {
    List<Double> truths = List.of(1d, 3d, 2d);
    StageFigures figures =
        StageFigures.of(scored(List.of(1.5, 3.5, 2.5), truths, List.of(0.1, 5d, -1d), 0), 0.5);
    assertThat(figures.rank()).isCloseTo(1, within(1e-12));
    assertThat(figures.excess()).isEqualTo(1);
    assertThat(figures.signs()).isEqualTo(1);
    assertThat(figures.errors()).containsExactly(0d, 0d, 0d);
  }

  @Test
  void forecastsThatAreWrongAreFoundSo() {
    List<Double> truths = List.of(1d, 3d, 2d);
    StageFigures figures =
        StageFigures.of(scored(List.of(2d, 1d, 1.5), truths, List.of(0.1, 5d, -1d), 1), 0);
    assertThat(figures.rank()).isCloseTo(-1, within(1e-12));
    assertThat(figures.excess()).isEqualTo(3);
    // forecasts over rising rates: 1.5, 2, 1, so slopes +, -, -, against -, +, +
    assertThat(figures.signs()).isZero();
    assertThat(figures.errors()).containsExactly(0.25, 1d, 2d / 3);
  }

  @Test
  void aRateThatLeavesTheNumbersIsTooLarge() {
    StageFigures figures =
        StageFigures.of(
            scored(
                List.of(1d, Stage.HOPELESS, 2d),
                List.of(1d, Stage.HOPELESS, 2d),
                List.of(-1d, Double.POSITIVE_INFINITY, -1d),
                0),
            0);
    assertThat(figures.signs()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(figures.rank()).isCloseTo(1, within(1e-12));
  }

  @Test
  void slopesAreThoseOfAParabolaAtUnevenPlaces() {
    double[] at = {0, 1, 3, 4};
    double[] square = {0, 1, 9, 16};
    assertThat(StageFigures.slopes(at, square))
        .containsExactly(new double[] {1, 2, 6, 7}, within(1e-12));
  }
}
