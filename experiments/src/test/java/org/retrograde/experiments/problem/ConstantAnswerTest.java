package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.retrograde.models.data.FeatureMap;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.metrics.Metric;

final class ConstantAnswerTest {

  private static LabeledData rows(int... labels) {
    return LabeledData.of(new float[labels.length], labels, 3);
  }

  @Test
  void theMostFrequentClassOfTheTrainingRowsIsTheAnswer() {
    ConstantAnswer answer =
        new ConstantAnswer(rows(0, 1, 1, 2), rows(0, 0, 0, 1), FeatureMap.IDENTITY);
    assertThat(answer.figure(Metric.ACCURACY, 1.5)).as("not of the judged ones").isEqualTo(0.25);
    assertThat(answer.figure(Metric.ERROR, 1.5)).isEqualTo(0.75);
    assertThat(answer.figure(Metric.LOSS, 1.5)).isEqualTo(1.5);
    assertThat(answer.figure(Metric.MACRO_F1, 1.5))
        .as("2 / 5 of one class, 0 of one")
        .isEqualTo(0.2);
  }
}
