package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Batches of windows, each a piece of the rows as they stand. */
final class WindowBatchesTest {

  @Test
  void everyWindowIsAPieceAndBeginsAnywhere() {
    BatchPlan plan = BatchPlans.windows(7, 12, 200, 3, 5);
    Set<Integer> starts = new TreeSet<>();
    for (int step = 0; step < plan.steps(); step++) {
      int[] rows = plan.at(step);
      assertThat(rows).hasSize(plan.size()).hasSize(15);
      for (int i = 0; i < rows.length; i++) {
        assertThat(rows[i]).isEqualTo(rows[i / 5 * 5] + i % 5);
        starts.add(rows[i / 5 * 5]);
      }
    }
    assertThat(starts).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(plan.at(3)).isEqualTo(plan.at(3)).isNotEqualTo(plan.at(4));
    assertThat(BatchPlans.windows(8, 12, 200, 3, 5).at(3)).isNotEqualTo(plan.at(3));
  }

  @Test
  void aTextShorterThanAWindowIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchPlans.windows(1, 4, 1, 1, 5))
        .withMessageContaining("of 1 to 4 rows, got 1 of 5");
  }
}
