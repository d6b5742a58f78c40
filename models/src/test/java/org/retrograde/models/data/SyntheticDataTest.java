package org.retrograde.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SyntheticDataTest {
  private static final RowCounts COUNTS = new RowCounts(600, 400, 400);

  @Test
  void theSameSeedGivesTheSameBitsOnEveryMachine() {
    LabeledData train = new SyntheticData(1, 8, 3).splits(COUNTS).train();
    assertThat(train.sha256())
        .isEqualTo(new SyntheticData(1, 8, 3).splits(COUNTS).hashes().get("train"));
    assertThat(train.sha256())
        .isEqualTo("322770d1907777087e983afee8853237371359423a98615e8414742525be72c2");
  }

  @Test
  void anotherSeedGivesAnotherProblem() {
    assertThat(new SyntheticData(1, 8, 3).splits(COUNTS).hashes().get("train"))
        .isNotEqualTo(new SyntheticData(2, 8, 3).splits(COUNTS).hashes().get("train"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void classesCanBeToldApartButOverlap(long seed) {
    DataSplits splits = new SyntheticData(seed, 8, 4).splits(COUNTS);
    double accuracy = nearestMeanAccuracy(splits);
    assertThat(accuracy).as("seed %d", seed).isBetween(0.5, 0.97);
  }

  @Test
  void allClassesOccurAboutEquallyOften() {
    int[] counts = new int[4];
    for (int label : new SyntheticData(1, 8, 4).splits(COUNTS).train().labels()) {
      counts[label]++;
    }
    assertThat(Arrays.stream(counts)).allMatch(count -> count > 100 && count < 200);
  }

  @Test
  void sizesOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new SyntheticData(1, 1, 2))
        .isInstanceOf(DataException.class)
        .hasMessage("synthetic data needs at least 2 features and 2 classes, got 1 and 2");
    assertThatThrownBy(() -> new SyntheticData(1, 1 << 20, 2).splits(new RowCounts(1 << 20, 1, 1)))
        .hasMessageContaining("1048578 rows of 1048576 features");
  }

  private static double nearestMeanAccuracy(DataSplits splits) {
    double[][] means = new double[splits.classes()][splits.features()];
    int[] counts = new int[splits.classes()];
    for (int i = 0; i < splits.train().rows(); i++) {
      int label = splits.train().label(i);
      counts[label]++;
      for (int j = 0; j < splits.features(); j++) {
        means[label][j] += splits.train().input(i, j);
      }
    }
    int right = 0;
    for (int i = 0; i < splits.test().rows(); i++) {
      int best = 0;
      double nearest = Double.POSITIVE_INFINITY;
      for (int c = 0; c < means.length; c++) {
        double distance = 0;
        for (int j = 0; j < splits.features(); j++) {
          double difference = splits.test().input(i, j) - means[c][j] / counts[c];
          distance += difference * difference;
        }
        if (distance < nearest) {
          nearest = distance;
          best = c;
        }
      }
      right += best == splits.test().label(i) ? 1 : 0;
    }
    return (double) right / splits.test().rows();
  }
}
