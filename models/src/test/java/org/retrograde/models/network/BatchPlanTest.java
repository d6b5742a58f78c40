package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchPlanTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyEpochIsAPermutationOfTheRowsAndNoTwoAreTheSame(long seed) {
    BatchPlan plan = BatchPlans.epochs(seed, 20, 15, 4);
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
  void theFirstRowOfAnEpochIsAnyRowAboutEquallyOften() {
    BatchPlan plan = BatchPlans.epochs(8, 4, 4000, 2);
    int[] counts = new int[4];
    for (int epoch = 0; epoch < 2000; epoch++) {
      counts[plan.at(2 * epoch)[0]]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(423, 577); // 500 +- 4 standard deviations
    }
  }

  @Test
  void rowsTooFewForABatchArePassedOver() {
    BatchPlan plan = BatchPlans.epochs(4, 10, 6, 4);
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
  void rowsInOrderBeginAgainAfterTheLastWholeBatch() {
    BatchPlan plan = BatchPlans.inOrder(11, 5, 3);
    assertThat(plan.at(0)).containsExactly(0, 1, 2);
    assertThat(plan.at(2)).containsExactly(6, 7, 8);
    assertThat(plan.at(3)).containsExactly(0, 1, 2);
    assertThatIllegalArgumentException().isThrownBy(() -> BatchPlans.inOrder(11, 5, 12));
    assertThatIllegalArgumentException().isThrownBy(() -> BatchPlans.inOrder(11, 0, 3));
  }

  static List<BatchPlan> plans() {
    return List.of(
        BatchPlans.epochs(5, 12, 60, 3),
        BatchPlans.withReplacement(5, 12, 60, 3),
        BatchPlans.inOrder(11, 60, 3),
        BatchPlans.of(IntStream.range(0, 60).mapToObj(t -> new int[] {t, 0, 1}).toList()));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void stepsVisitedBackwardOrAtRandomSeeTheRowsOfTheWayForward(BatchPlan plan) {
    int[][] forward = IntStream.range(0, 60).mapToObj(plan::at).toArray(int[][]::new);
    assertThat(plan.size()).isEqualTo(3);
    assertThat(plan.steps()).isEqualTo(60);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> plan.at(60));
    for (int t = 59; t >= 0; t--) {
      assertThat(plan.at(t)).containsExactly(forward[t]);
      int other = 17 * t % 60;
      assertThat(plan.at(other)).containsExactly(forward[other]);
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void whoeverChangesABatchChangesHisOwnOnly(BatchPlan plan) {
    int[] rows = plan.at(7);
    int[] kept = rows.clone();
    rows[0] = -1;
    assertThat(plan.at(7)).containsExactly(kept);
  }

  @Test
  void aLongerRunBeginsLikeAShortOne() {
    for (int t = 0; t < 8; t++) {
      assertThat(BatchPlans.epochs(5, 12, 30, 3).at(t))
          .containsExactly(BatchPlans.epochs(5, 12, 8, 3).at(t));
    }
  }

  @Test
  void theSameSeedGivesTheSameBatchesAndAnotherSeedOthers() {
    int[] rows = BatchPlans.epochs(5, 12, 60, 3).at(41);
    assertThat(BatchPlans.epochs(5, 12, 60, 3).at(41)).containsExactly(rows);
    assertThat(BatchPlans.epochs(6, 12, 60, 3).at(41)).isNotEqualTo(rows);
    int[] drawn = BatchPlans.withReplacement(5, 12, 60, 6).at(41);
    assertThat(BatchPlans.withReplacement(5, 12, 60, 6).at(41)).containsExactly(drawn);
    assertThat(BatchPlans.withReplacement(6, 12, 60, 6).at(41)).isNotEqualTo(drawn);
  }

  @Test
  void withReplacementDrawsAllRowsAboutEquallyOften() {
    BatchPlan plan = BatchPlans.withReplacement(7, 4, 1000, 8);
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
        .isThrownBy(() -> BatchPlans.epochs(1, 10, 1, size))
        .withMessage("a batch must have between 1 and 10 rows, got " + size);
  }

  @Test
  void withReplacementABatchMayHaveMoreRowsThanTheDataButNotNone() {
    assertThat(BatchPlans.withReplacement(1, 2, 1, 5).at(0)).hasSize(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchPlans.withReplacement(1, 2, 1, 0))
        .withMessage("a batch must have at least 1 row, got 0");
  }

  @Test
  void allStepsMustHaveTheSameNumberOfRows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchPlans.of(List.of(new int[2], new int[3])))
        .withMessage("2 batches must all have the same number of rows, got 2 different ones");
  }
}
