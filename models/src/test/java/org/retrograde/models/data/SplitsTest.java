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
    DataSplits splits = Splits.with(Centring.MEAN).of(ALL, new RowCounts(2, 1, 1));
    assertThat(splits.train().inputs()).containsExactly(-1, 1);
    assertThat(splits.validation().inputs()).containsExactly(5);
    assertThat(splits.test().inputs()).containsExactly(6);
    assertThat(splits.test().labels()).containsExactly(1);
    assertThat(splits.hashes()).containsOnlyKeys("train", "validation", "test");
  }

  @Test
  void rowsStayAsTheyAreIfAskedTo() {
    DataSplits splits = Splits.with(Centring.NONE).of(ALL, new RowCounts(2, 1, 1));
    assertThat(splits.train().inputs()).containsExactly(1, 3);
    assertThat(splits.validation().inputs()).containsExactly(7);
    assertThat(splits.test().inputs()).containsExactly(8);
  }

  @Test
  void aTestFileWithAnotherClassWidensAllParts() {
    LabeledData test = LabeledData.of(new float[] {4}, new int[] {6}, 7);
    DataSplits splits = Splits.with(Centring.MEAN).of(ALL, test, new RowCounts(3, 1, 1));
    assertThat(splits.classes()).isEqualTo(7);
    assertThat(splits.validation().classes()).isEqualTo(7);
  }

  @Test
  void filesOfOtherWidthAreRefused() {
    LabeledData wide = LabeledData.of(new float[2], new int[1], 2);
    assertThatThrownBy(() -> Splits.with(Centring.MEAN).of(ALL, wide, new RowCounts(3, 1, 1)))
        .isInstanceOf(DataException.class)
        .hasMessage("the test rows must have 1 features like the training rows, got 2");
    assertThatThrownBy(() -> new DataSplits(ALL, ALL, wide, List.of(), Map.of()))
        .isInstanceOf(DataException.class);
  }

  @Test
  void tooFewRowsAreNamedAndHugeCountsDoNotOverflow() {
    assertThatThrownBy(() -> Splits.with(Centring.MEAN).of(ALL, new RowCounts(3, 2, 1)))
        .hasMessage(
            "6 rows were asked for (training, validation and test), but the data has only 5; ask"
                + " for fewer");
    assertThatThrownBy(
            () ->
                Splits.with(Centring.MEAN)
                    .of(ALL, new RowCounts(Integer.MAX_VALUE, Integer.MAX_VALUE, 1)))
        .hasMessageStartingWith("4294967294 rows were asked for (training and validation)");
  }
}
