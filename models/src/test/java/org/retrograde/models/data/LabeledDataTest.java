package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LabeledDataTest {
  private static final float[] INPUTS = {0, 1, 10, 11, 20, 21, 30, 31};
  private static final int[] LABELS = {0, 1, 2, 1};
  private static final LabeledData DATA = LabeledData.of(INPUTS, LABELS, 3);

  @Test
  void arraysGivenAndTakenAreCopies() {
    float[] inputs = INPUTS.clone();
    LabeledData data = LabeledData.of(inputs, LABELS, 3);
    inputs[0] = 99;
    data.inputs()[1] = 99;
    data.labels()[0] = 99;
    assertThat(data.inputs()).containsExactly(INPUTS);
    assertThat(data.labels()).containsExactly(LABELS);
  }

  @Test
  void aSliceOfASliceHoldsTheRightRows() {
    LabeledData slice = DATA.slice(1, 4).slice(1, 3);
    assertThat(slice.inputs()).containsExactly(20, 21, 30, 31);
    assertThat(slice.labels()).containsExactly(2, 1);
    assertThat(slice.label(1)).isEqualTo(1);
    assertThat(slice.input(1, 0)).isEqualTo(30);
    double[] row = new double[3];
    slice.copyRow(1, row, 1);
    assertThat(row).containsExactly(0, 30, 31);
    assertThat(slice.meanInput()).containsExactly(25, 26);
    assertThat(slice.mapped(new FeatureMap(List.of(20d, 1d), List.of())).inputs())
        .containsExactly(0, 20, 10, 30);
  }

  @Test
  void rowsKnowWhereTheyStoodAndWhatTheyLacked() {
    float[] inputs = {1, Float.NaN, 2, 20, Float.NaN, 30, 4, 40};
    LabeledData data = LabeledData.wrap(inputs, new int[] {0, 1, 0, 1}, 2, Map.of());
    LabeledData last =
        data.picked(new int[] {3, 2, 0})
            .slice(1, 3)
            .mapped(new FeatureMap(List.of(1d, 25d), List.of()))
            .withLabels(new int[] {1, 1})
            .picked(new int[] {1, 0});
    assertThat(last.inputs()).containsExactly(0, 0, 0, 5);
    assertThat(last.place(0)).isEqualTo(0);
    assertThat(last.place(1)).isEqualTo(2);
    assertThat(last.wasMissing(0, 0)).as("the mean, but known").isFalse();
    assertThat(last.wasMissing(0, 1)).isTrue();
    assertThat(last.wasMissing(1, 0)).isTrue();
    assertThat(last.wasMissing(1, 1)).isFalse();
  }

  @Test
  void aSliceCannotReachBeyondItself() {
    LabeledData slice = DATA.slice(0, 2);
    assertThatThrownBy(() -> slice.label(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.input(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.slice(1, 3))
        .isInstanceOf(DataException.class)
        .hasMessage("rows [1, 3) must be a range of at least one row within the 2 there are");
    assertThatThrownBy(() -> slice.slice(1, 1)).isInstanceOf(DataException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -7, Long.MAX_VALUE})
  void aShuffleKeepsEveryRowWithItsLabelAndDependsOnTheSeedAlone(long seed) {
    LabeledData shuffled = DATA.shuffled(seed);
    assertThat(shuffled.sha256()).isEqualTo(DATA.shuffled(seed).sha256());
    assertThat(shuffled.inputs()).containsExactlyInAnyOrder(INPUTS);
    for (int i = 0; i < DATA.rows(); i++) {
      int origin = (int) shuffled.input(i, 0) / 10;
      assertThat(shuffled.label(i)).isEqualTo(LABELS[origin]);
    }
  }

  @Test
  void differentSeedsGiveDifferentOrders() {
    LabeledData many = new SyntheticData(1, 2, 2).splits(new RowCounts(50, 1, 1)).train();
    assertThat(many.shuffled(1).sha256())
        .isNotEqualTo(many.shuffled(2).sha256())
        .isNotEqualTo(many.sha256());
  }

  @Test
  void theHashSeesOneBitOfAFeatureALabelAndTheNumberOfClasses() {
    String hash = DATA.sha256();
    float[] nudged = INPUTS.clone();
    nudged[7] = Math.nextUp(nudged[7]);
    assertThat(LabeledData.of(INPUTS, LABELS, 3).sha256()).isEqualTo(hash);
    assertThat(LabeledData.of(nudged, LABELS, 3).sha256()).isNotEqualTo(hash);
    assertThat(LabeledData.of(INPUTS, new int[] {0, 1, 2, 2}, 3).sha256()).isNotEqualTo(hash);
    assertThat(DATA.withClasses(4).sha256()).isNotEqualTo(hash);
  }

  @Test
  void arraysThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> LabeledData.of(new float[3], new int[2], 1))
        .hasMessageEndingWith("got 3 values for 2 rows");
    assertThatThrownBy(() -> LabeledData.of(new float[2], new int[] {0, 3}, 3))
        .hasMessage("labels must be in [0, 3), got 3 in row 1");
    assertThatThrownBy(() -> LabeledData.of(new float[] {0, Float.NaN}, new int[1], 1))
        .hasMessage("inputs must be finite, got NaN at index 1");
    FeatureMap ofThree = new FeatureMap(List.of(0d, 0d, 0d), List.of());
    assertThatThrownBy(() -> DATA.mapped(ofThree))
        .hasMessage("the map must have 2 features, got 3");
  }
}
