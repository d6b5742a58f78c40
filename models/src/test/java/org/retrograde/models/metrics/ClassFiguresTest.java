package org.retrograde.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.hypergrad.problem.Evaluation;

/** Figures of predicted classes, by hand. */
final class ClassFiguresTest {

  private static final double LOG_3 = Math.log(3);

  /** Labels 0 0 1 1 2 are taken for 0 1 1 1 0. */
  private static ClassFigures five(boolean logits) {
    ClassTally tally = new ClassTally(3, logits);
    tally.add(new double[] {LOG_3, 0, -99, 0, LOG_3, -99}, new int[] {0, 0});
    tally.add(new double[] {0, LOG_3, -99, 0, 0.1, -99, 99, 0, 0}, new int[] {1, 1, 2});
    return tally.figures();
  }

  @Test
  void confusionCountsActualRowsByWhatTheyAreTakenFor() {
    assertThat(five(true).confusion())
        .containsExactly(List.of(1L, 1L, 0L), List.of(0L, 2L, 0L), List.of(1L, 0L, 0L));
    assertThat(five(true).accuracy()).isEqualTo(3 / 5d);
  }

  @Test
  void macroF1IsTheMeanOverClassesWhateverTheirRows() {
    // 2 of (2 + 2), 4 of (2 + 3), 0 of (1 + 0)
    assertThat(five(true).macroF1()).isEqualTo((2 / 4d + 4 / 5d + 0) / 3);
    ClassTally tally = new ClassTally(3, false);
    tally.add(new double[] {1, 0, 0}, new int[] {0});
    assertThat(tally.figures().macroF1()).as("two classes do not occur").isEqualTo(1);
  }

  @Test
  void theCalibrationErrorIsTheMeanDistanceOfConfidenceFromAccuracy() {
    // .75 in bin 11 of 15: right, wrong, right; .525 in bin 7: right; 1 in the last: wrong
    double p = 1 / (1 + Math.exp(-0.1));
    assertThat(five(true).calibrationError())
        .isCloseTo((Math.abs(3 * 0.75 - 2) + (1 - p) + 1) / 5, within(1e-12));
    assertThat(five(true).bins().get(11))
        .satisfies(bin -> assertThat(bin.rows()).isEqualTo(3))
        .satisfies(bin -> assertThat(bin.correct()).isEqualTo(2))
        .satisfies(bin -> assertThat(bin.confidence()).isCloseTo(2.25, within(1e-12)));
  }

  @Test
  void probabilitiesThatAreRightAsOftenAsTheySayHaveNoCalibrationErrorAndOverconfidentOnesHave() {
    double[] outputs = new double[8];
    int[] labels = {0, 0, 0, 1};
    for (int row = 0; row < 4; row++) {
      outputs[2 * row] = LOG_3;
    }
    ClassTally honest = new ClassTally(2, true);
    honest.add(outputs, labels);
    assertThat(honest.figures().calibrationError()).isCloseTo(0, within(1e-12));
    ClassTally sure = new ClassTally(2, true);
    sure.add(Arrays.stream(outputs).map(x -> 99 * x).toArray(), labels);
    assertThat(sure.figures().calibrationError()).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void outputsThatAreNoLogitsHaveNoCalibration() {
    assertThat(five(false).bins()).isEmpty();
    assertThat(five(false).calibrationError()).isNaN();
    assertThat(five(false).confusion()).isEqualTo(five(true).confusion());
  }

  @Test
  void manyClassesAreCountedWithoutConfusion() {
    int classes = ClassTally.MOST_CONFUSED + 1;
    ClassTally tally = new ClassTally(classes, true);
    tally.add(new double[classes], new int[] {0});
    assertThat(tally.figures().confusion()).isEmpty();
    assertThat(tally.figures().accuracy()).as("the first of equals").isEqualTo(1);
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsSizes() {
    ClassTally tally = new ClassTally(3, true);
    assertThatThrownBy(() -> tally.add(new double[5], new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 labels of 3 classes need 6 outputs, got 5");
    assertThatThrownBy(() -> tally.add(new double[3], new int[] {3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("labels must be in [0, 3), got 3 in row 0");
  }

  @Test
  void aMetricHasItsValueWhereItIsDefined() {
    Evaluation evaluation = new Evaluation(5, 0.7, 2);
    Quality quality = Quality.of(five(true));
    assertThat(Metric.ACCURACY.of(evaluation, quality)).isEqualTo(0.6);
    assertThat(Metric.ERROR.of(evaluation, quality)).isEqualTo(0.4);
    assertThat(Metric.LOSS.of(evaluation, quality)).isEqualTo(0.7);
    assertThat(Metric.MACRO_F1.of(evaluation, quality)).isEqualTo(five(true).macroF1());
    assertThat(Metric.R2.of(evaluation, quality)).isNaN();
  }
}
