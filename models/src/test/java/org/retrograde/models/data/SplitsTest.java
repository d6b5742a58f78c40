package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SplitsTest {
  private static final LabeledData ALL =
      LabeledData.of(new float[] {1, 3, 7, 8, 9}, new int[] {0, 1, 0, 1, 1}, 2);

  @Test
  void partsAreTakenInOrderAndCentredByTheTrainingMean() {
    DataSplits splits = Splits.with(FeatureScaling.CENTRED).of(ALL, new RowCounts(2, 1, 1));
    assertThat(splits.train().inputs()).containsExactly(-1, 1);
    assertThat(splits.validation().inputs()).containsExactly(5);
    assertThat(splits.test().inputs()).containsExactly(6);
    assertThat(splits.test().labels()).containsExactly(1);
    assertThat(splits.hashes()).containsOnlyKeys("train", "validation", "test");
  }

  @Test
  void rowsStayAsTheyAreIfAskedTo() {
    DataSplits splits = Splits.with(FeatureScaling.NONE).of(ALL, new RowCounts(2, 1, 1));
    assertThat(splits.train().inputs()).containsExactly(1, 3);
    assertThat(splits.validation().inputs()).containsExactly(7);
    assertThat(splits.test().inputs()).containsExactly(8);
  }

  /** By the training rows: mean 2 and 50, deviations 1 and 50; the last is the same in all. */
  @Test
  void featuresAreStandardizedByTheTrainingRowsAndOnesThatDoNotVaryAreCentredAlone() {
    LabeledData rows =
        LabeledData.of(
            new float[] {1, 0, 0.1f, 3, 100, 0.1f, 7, 200, 0.1f, 0, 0, 3}, new int[4], 1);
    DataSplits splits = Splits.with(FeatureScaling.STANDARDIZED).of(rows, new RowCounts(2, 1, 1));
    assertThat(splits.train().inputs()).containsExactly(-1, -1, 0, 1, 1, 0);
    assertThat(splits.validation().inputs()).containsExactly(5, 3, 0);
    assertThat(splits.test().inputs()).containsExactly(-2, -1, (float) (3d - 0.1f));
    assertThat(splits.map().scale()).containsExactly(1d, 50d, 1d);
    assertThat(splits.map().inverse(1, 3)).isEqualTo(200);
    assertThat(splits.hashes().get("train"))
        .isNotEqualTo(
            Splits.with(FeatureScaling.CENTRED)
                .of(rows, new RowCounts(2, 1, 1))
                .hashes()
                .get("train"));
  }

  @Test
  void whatTwoMapsDoIsOneMap() {
    FeatureMap first = new FeatureMap(List.of(2d), List.of(4d));
    FeatureMap then = new FeatureMap(List.of(3d), List.of(5d));
    LabeledData both = ALL.mapped(then.after(first));
    assertThat(both.inputs()).containsExactly(ALL.mapped(first).mapped(then).inputs());
    FeatureMap centred = new FeatureMap(List.of(3d), List.of());
    assertThat(centred.after(first)).isEqualTo(new FeatureMap(List.of(14d), List.of(4d)));
    assertThat(FeatureMap.IDENTITY.after(first)).isEqualTo(first);
    assertThat(centred.after(FeatureMap.IDENTITY)).isEqualTo(centred);
  }

  @Test
  void aMapThatCannotBeIsRefused() {
    assertThatThrownBy(() -> new FeatureMap(List.of(), List.of(1d)))
        .hasMessage("scales must be as many as means, 0, got 1");
    assertThatThrownBy(() -> new FeatureMap(List.of(1d), List.of(0d)))
        .hasMessage("a scale must be above 0, got 0.0");
  }

  @Test
  void aTestFileWithAnotherClassWidensAllParts() {
    LabeledData test = LabeledData.of(new float[] {4}, new int[] {6}, 7);
    DataSplits splits = Splits.with(FeatureScaling.CENTRED).of(ALL, test, new RowCounts(3, 1, 1));
    assertThat(splits.classes()).isEqualTo(7);
    assertThat(splits.validation().classes()).isEqualTo(7);
  }

  @Test
  void filesOfOtherWidthAreRefused() {
    LabeledData wide = LabeledData.of(new float[2], new int[1], 2);
    assertThatThrownBy(
            () -> Splits.with(FeatureScaling.CENTRED).of(ALL, wide, new RowCounts(3, 1, 1)))
        .isInstanceOf(DataException.class)
        .hasMessage("the test rows must have 1 features like the training rows, got 2");
    assertThatThrownBy(
            () ->
                new DataSplits(ALL, ALL, wide, FeatureMap.IDENTITY, FeatureMap.IDENTITY, Map.of()))
        .isInstanceOf(DataException.class);
  }

  @Test
  void tooFewRowsAreNamedAndHugeCountsDoNotOverflow() {
    assertThatThrownBy(() -> Splits.with(FeatureScaling.CENTRED).of(ALL, new RowCounts(3, 2, 1)))
        .hasMessage(
            "6 rows were asked for (training, validation and test), but the data has only 5; ask"
                + " for fewer");
    assertThatThrownBy(
            () ->
                Splits.with(FeatureScaling.CENTRED)
                    .of(ALL, new RowCounts(Integer.MAX_VALUE, Integer.MAX_VALUE, 1)))
        .hasMessageStartingWith("4294967294 rows were asked for (training and validation)");
  }
}
