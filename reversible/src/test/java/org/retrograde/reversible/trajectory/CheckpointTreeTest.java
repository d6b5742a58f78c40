package org.retrograde.reversible.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks back through runs of many lengths, with step numbers in place of states. */
final class CheckpointTreeTest {

  @ParameterizedTest(name = "arity {0}")
  @ValueSource(ints = {2, 3, 4, 5, 7, 10, 16, 31, 100})
  void everyStepIsReachedWithinTheStatesAndStepsThatAreStated(int arity) {
    for (int steps = 1; steps <= 300; steps++) {
      assertWithinBounds(steps, arity);
    }
  }

  @ParameterizedTest(name = "{0} steps, arity {1}")
  @CsvSource({"1000, 2", "1024, 2", "1025, 2", "4096, 4", "6561, 3", "10000, 100", "10001, 100"})
  void longRunsToo(int steps, int arity) {
    assertWithinBounds(steps, arity);
  }

  private static void assertWithinBounds(int steps, int arity) {
    Walk walk = new Walk(steps, arity);
    walk.thereAndBack();
    int levels = levels(steps, arity);
    int again = Math.max(0, levels - 1);
    assertThat(walk.mostKept)
        .as("states kept for T = %d", steps)
        .isLessThanOrEqualTo((arity - 1) * levels + 1);
    assertThat(Arrays.stream(walk.again).max().orElseThrow())
        .as("times that a step is taken again for T = %d", steps)
        .isLessThanOrEqualTo(again);
    assertThat(Arrays.stream(walk.again).sum()).isLessThanOrEqualTo(steps * again);
    assertThat(walk.kept).isEmpty();
  }

  /** ceil(log_k T), in integers. */
  private static int levels(int steps, int arity) {
    int levels = 0;
    for (long reach = 1; reach < steps; reach *= arity) {
      levels++;
    }
    return levels;
  }

  @Test
  void withAnArityOfAllStepsEachStateIsKeptAndNoStepTakenAgain() {
    Walk walk = new Walk(57, 57);
    walk.thereAndBack();
    assertThat(walk.mostKept).isEqualTo(57);
    assertThat(Arrays.stream(walk.again).sum()).isZero();
  }

  @Test
  void withTheSquareRootEachStepIsTakenAgainAtMostOnce() {
    Walk walk = new Walk(100, 10);
    walk.thereAndBack();
    assertThat(walk.mostKept).isEqualTo(19);
    // All but the ten that are multiples of ten, and the last segment's, are reached again.
    assertThat(Arrays.stream(walk.again).sum()).isEqualTo(81);
  }

  @Test
  void anArityBelowTwoIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WayBack.Checkpoints(1, 0))
        .withMessageContaining("got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WayBack.Checkpoints(2, -1))
        .withMessageContaining("got -1");
  }

  /** What a history does with its tree. */
  private static final class Walk {

    private final int steps;
    private final CheckpointTree tree;
    private final Deque<Integer> kept = new ArrayDeque<>();
    private final int[] again;
    private int mostKept;

    Walk(int steps, int arity) {
      this.steps = steps;
      this.tree = new CheckpointTree(arity);
      this.again = new int[steps];
    }

    void thereAndBack() {
      for (int step = 0; step < steps; step++) {
        visit(step, steps - 1);
      }
      for (int target = steps - 1; target >= 0; target--) {
        for (int step = kept.element(); step < target; step++) {
          again[step]++;
          visit(step + 1, target);
        }
        assertThat(kept.pop()).as("the state before step %d", target).isEqualTo(target);
      }
    }

    private void visit(int step, int target) {
      if (tree.keeps(step, target)) {
        kept.push(step);
        mostKept = Math.max(mostKept, kept.size());
      }
    }
  }
}
