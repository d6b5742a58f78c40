package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchPlanTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyEpochIsAPermutationOfTheRowsAndNoTwoAreTheSame(long seed) {
    BatchPlan plan = BatchPlan.epochs(new Well19937c(seed), 20, 15, 4);
    int[][] epochs = new int[3][];
    for (int epoch = 0; epoch < 3; epoch++) {
      int first = 5 * epoch;
      epochs[epoch] =
          IntStream.range(first, first + 5).flatMap(t -> IntStream.of(plan.at(t))).toArray();
      assertThat(epochs[epoch])
          .containsExactlyInAnyOrder(IntStream.range(0, 20).toArray())
          .isNotEqualTo(IntStream.range(0, 20).toArray());
    }
    assertThat(epochs[1]).isNotEqualTo(epochs[0]);
    assertThat(epochs[2]).isNotEqualTo(epochs[1]);
  }

  @Test
  void rowsTooFewForABatchArePassedOver() {
    BatchPlan plan = BatchPlan.epochs(new Well19937c(4), 10, 6, 4);
    for (int epoch = 0; epoch < 3; epoch++) {
      int first = 2 * epoch;
      assertThat(
              IntStream.range(first, first + 2)
                  .flatMap(t -> IntStream.of(plan.at(t)))
                  .distinct()
                  .count())
          .isEqualTo(8);
    }
  }

  @Test
  void theSameSeedGivesTheSameBatchesAndALongerRunBeginsLikeAShortOne() {
    BatchPlan plan = BatchPlan.epochs(new Well19937c(5), 12, 8, 3);
    BatchPlan longer = BatchPlan.epochs(new Well19937c(5), 12, 30, 3);
    for (int t = 0; t < 8; t++) {
      assertThat(longer.at(t)).containsExactly(plan.at(t));
    }
    assertThat(BatchPlan.epochs(new Well19937c(6), 12, 8, 3).at(0)).isNotEqualTo(plan.at(0));
  }

  @Test
  void withReplacementDrawsAllRowsAboutEquallyOften() {
    BatchPlan plan = BatchPlan.withReplacement(new Well19937c(7), 4, 1000, 8);
    int[] counts = new int[4];
    for (int t = 0; t < 1000; t++) {
      assertThat(plan.at(t)).hasSize(8);
      for (int row : plan.at(t)) {
        counts[row]++;
      }
    }
    for (int count : counts) {
      assertThat(count).isBetween(1840, 2160); // 2000 +- 4 standard deviations
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 11})
  void aBatchMustFitTheRows(int size) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchPlan.epochs(new Well19937c(1), 10, 1, size))
        .withMessage("a batch must have between 1 and 10 rows, got " + size);
  }

  @Test
  void withReplacementABatchMayHaveMoreRowsThanTheDataButNotNone() {
    assertThat(BatchPlan.withReplacement(new Well19937c(1), 2, 1, 5).at(0)).hasSize(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchPlan.withReplacement(new Well19937c(1), 2, 1, 0));
  }
}
