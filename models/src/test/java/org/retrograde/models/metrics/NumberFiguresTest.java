package org.retrograde.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.problem.Evaluation;

/** Figures of predicted numbers, by hand. */
final class NumberFiguresTest {

  private static final double[] TARGETS = {1, 2, 3, 6};

  @Test
  void errorsOfFourRows() {
    NumberFigures figures = NumberFigures.of(new double[] {1, 3, 1, 6}, TARGETS);
    assertThat(figures.rows()).isEqualTo(4);
    assertThat(figures.mae()).isEqualTo(3 / 4d);
    assertThat(figures.rmse()).isEqualTo(Math.sqrt(5 / 4d));
    assertThat(figures.r2()).as("squares of 5 beside 14 around the mean").isEqualTo(1 - 5 / 14d);
    assertThat(figures.points().get(2)).isEqualTo(new NumberFigures.Point(3, 1));
    assertThat(Metric.R2.of(new Evaluation(4, 1.25, 0), Quality.of(figures)))
        .isEqualTo(figures.r2());
    assertThat(Metric.MAE.of(new Evaluation(4, 1.25, 0), Quality.of(figures))).isEqualTo(0.75);
    assertThat(Metric.ACCURACY.higherIsBetter()).isTrue();
    assertThat(Metric.RMSE.higherIsBetter()).isFalse();
  }

  @Test
  void perfectPredictionsExplainAllTheMeanNothingAndWorseOnesLess() {
    assertThat(NumberFigures.of(TARGETS, TARGETS).r2()).isEqualTo(1);
    assertThat(NumberFigures.of(new double[] {3, 3, 3, 3}, TARGETS).r2()).isEqualTo(0);
    assertThat(NumberFigures.of(new double[] {4, 4, 4, 4}, TARGETS).r2()).isNegative();
    assertThat(NumberFigures.of(new double[] {1, 2}, new double[] {5, 5}).r2()).isNaN();
  }

  @Test
  void ofManyRowsSomeAreKeptAtEqualDistances() {
    double[] many = IntStream.range(0, 5000).asDoubleStream().toArray();
    NumberFigures figures = NumberFigures.of(many, many);
    assertThat(figures.points()).hasSize(NumberFigures.MOST_POINTS);
    assertThat(figures.points().get(1).target()).isEqualTo(10);
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsSizes() {
    assertThatThrownBy(() -> NumberFigures.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 2 and 3");
  }
}
