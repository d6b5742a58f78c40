package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MadeTrainingTest {

  private static final DataSplits LOADED =
      new SyntheticData(1, 40, 3).splits(new RowCounts(7, 200, 50));

  @Test
  void labelsComeInTurnAndFeaturesHaveTheDeviation() {
    LabeledData train = new MadeTraining(2, 0.01, FeatureScaling.CENTRED).instead(LOADED).train();

    assertThat(train.labels()).containsExactly(0, 1, 2, 0, 1, 2, 0);
    double[] features = new double[train.rows() * train.features()];
    for (int row = 0; row < train.rows(); row++) {
      train.copyRow(row, features, row * train.features());
    }
    assertThat(new StandardDeviation().evaluate(features)).isCloseTo(0.01, within(0.002));
  }

  @Test
  void theOtherRowsAreCentredByTheValidationRowsAlone() {
    DataSplits made = new MadeTraining(2, 0.01, FeatureScaling.CENTRED).instead(LOADED);

    assertThat(made.validation().meanInput()).containsExactly(new double[40], within(1e-7));
    assertThat(LOADED.validation().meanInput()).isNotEqualTo(made.validation().meanInput());
    double[] mean = LOADED.validation().meanInput();
    assertThat((double) made.test().input(3, 5))
        .isCloseTo(LOADED.test().input(3, 5) - mean[5], within(1e-6));
    assertThat(made.validation().labels()).isEqualTo(LOADED.validation().labels());
  }

  @Test
  void theRowsAreAFunctionOfTheSeedAndTheHashesAreThoseOfTheRows() {
    DataSplits made = new MadeTraining(2, 0.01, FeatureScaling.CENTRED).instead(LOADED);

    assertThat(new MadeTraining(2, 0.01, FeatureScaling.CENTRED).instead(LOADED).hashes())
        .isEqualTo(made.hashes());
    assertThat(
            new MadeTraining(3, 0.01, FeatureScaling.CENTRED).instead(LOADED).hashes().get("train"))
        .isNotEqualTo(made.hashes().get("train"));
    assertThat(made.hashes()).containsEntry("test", made.test().sha256());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void aDeviationThatIsNotAboveZeroIsRefused(double deviation) {
    assertThatThrownBy(() -> new MadeTraining(1, deviation, FeatureScaling.CENTRED))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("got " + deviation);
  }
}
