package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.DataSplits;
import org.retrograde.models.data.FeatureMap;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.Origin;

/** Labels that are no numbers of classes would train to nothing, in silence. */
final class LabelsTest {

  private static LabeledData data(int... labels) {
    int classes = Arrays.stream(labels).max().orElse(0) + 1;
    return LabeledData.of(new float[labels.length], labels, classes);
  }

  private static DataSplits splits(int... labels) {
    LabeledData all = data(labels);
    return new DataSplits(all, all, all, FeatureMap.IDENTITY, FeatureMap.IDENTITY, Map.of());
  }

  @Test
  void labelsThatAreAllAlikeAreRefused() {
    assertThatThrownBy(() -> Labels.require(splits(3, 3, 3)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("every row has the label 3")
        .hasMessageContaining("data.label-column");
  }

  @Test
  void labelsThatSkipMostNumbersAreRefused() {
    assertThatThrownBy(() -> Labels.require(splits(0, 20000, 60000)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("labels go up to 60000, but only 3 different ones occur")
        .hasMessageContaining("0, 20000, 60000");
    assertThatCode(() -> Labels.require(splits(IntStream.range(0, 60).toArray())))
        .doesNotThrowAnyException();
    assertThatCode(() -> Labels.require(splits(1, 2, 3))).doesNotThrowAnyException();
  }

  private static DataSplits splits(LabeledData train, LabeledData others) {
    int classes = Math.max(train.classes(), others.classes());
    return new DataSplits(
        train.withClasses(classes),
        others.withClasses(classes),
        others.withClasses(classes),
        FeatureMap.IDENTITY,
        FeatureMap.IDENTITY,
        Map.of());
  }

  @Test
  void trainingRowsOfOneClassAreRefused() {
    assertThatThrownBy(() -> Labels.require(splits(data(1, 1, 1), data(2, 0, 2))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("every training row has the label 1, while others have 0, 2")
        .hasMessageContaining("data.shuffle-seed");
  }

  @Test
  void labelsThatAreNotMeantSoAreWarnedOf() {
    assertThat(Labels.warnings(splits(1, 2, 3)))
        .singleElement()
        .asString()
        .contains("no row has the label 0", "number the classes from 0");
    assertThat(Labels.warnings(splits(data(0, 1, 0), data(2, 0, 1))))
        .singleElement()
        .asString()
        .contains("no training row has the label 2", "data.shuffle-seed");
    assertThat(Labels.warnings(splits(0, 1, 2))).isEmpty();
  }

  @Test
  void classesAreCalledByTheirNames() {
    LabeledData named =
        LabeledData.ofNamed(
            new float[4],
            new int[] {0, 0, 1, 2},
            List.of("no", "perhaps", "yes"),
            new Origin(Map.of(), List.of(), List.of()));
    LabeledData first = named.slice(0, 2);
    assertThatThrownBy(() -> Labels.require(splits(first, named.slice(2, 4))))
        .hasMessageContaining(
            "every training row has the label no, while others have perhaps, yes");
    assertThatThrownBy(() -> Labels.require(splits(first, first)))
        .hasMessageContaining("every row has the label no, so there is nothing to learn");
    assertThat(Labels.describe(first))
        .isEqualTo("3 classes of 2 training rows, none of class perhaps, yes");
  }

  @Test
  void aClassWithoutARowIsSaid() {
    assertThat(Labels.describe(data(1, 2, 2, 3)))
        .isEqualTo("4 classes of 1 to 2 training rows, none of class 0");
    assertThat(Labels.describe(data(0, 1, 1, 0))).isEqualTo("2 classes of 2 training rows");
  }
}
