package org.retrograde.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;

final class RecordContractTest {

  @Test
  void listsAreCopied() {
    List<Double> seeds = new ArrayList<>(List.of(1.0));
    MetaIteration iteration = new MetaIteration(0, 1, seeds, 1, 0, 0.1, null, true, 1);

    seeds.clear();

    assertThat(iteration.objectiveBySeed()).containsExactly(1.0);
  }

  @Test
  void curvesOfDifferentLengthsAreRefusedWithBothLengths() {
    assertThatThrownBy(() -> new ScheduleCurve("momentum", "W1", List.of(0.8), List.of(0.8, 0.9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("momentum W1", "1 and 2");
  }

  @Test
  void tracesOfDifferentLengthsAreRefusedWithBothLengths() {
    assertThatThrownBy(() -> new AdjointTrace("tuned", List.of(1, 0), List.of(0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("tuned", "2 and 1");
  }

  @Test
  void trainingCurvesWithoutOneNumberAStepAreRefusedWithTheirRunAndGroup() {
    List<Double> one = List.of(0.5);
    List<Double> two = List.of(0.5, 0.25);
    assertThatThrownBy(() -> new TrainingCurve("tuned", 8, 7, List.of(0, 10), one, two, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("losses of tuned, seed 7 must be one a step, got 1 for 2 steps");
    GroupCurve group = new GroupCurve("W1", two, one);
    assertThatThrownBy(
            () -> new TrainingCurve("tuned", 8, 7, List.of(0, 10), two, two, List.of(group)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("relativeUpdates of tuned, seed 7, group W1", "1 for 2");
  }

  @Test
  void schedulesAndSumsOfDifferentLengthsAreRefusedWithBothLengths() {
    Optimum.Beside one = new Optimum.Beside("cosine", "cosine", 1, List.of(0.1, 0.2));
    assertThatThrownBy(() -> new Optimum(1, List.of(0.1), List.of(one), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 of cosine and 1 of the best");
    assertThatThrownBy(() -> new Optimum.Agreement(1, 1, List.of(0.1, 0.2), List.of(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 and 0");
  }

  @Test
  void negativeNormsAreRefusedAndZerosAndThoseOfDivergedRunsAreNot() {
    assertThatThrownBy(() -> new AdjointTrace("tuned", List.of(0), List.of(-0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-0.5");
    List<Double> norms = List.of(0.0, Double.NaN, Double.POSITIVE_INFINITY);
    assertThat(new AdjointTrace("tuned", List.of(2, 1, 0), norms).norms()).isEqualTo(norms);
  }

  @Test
  void aChosenStrategyThatIsNoneOfThePlanIsRefusedByName() {
    List<PlannedStrategy> strategies = SampleRecords.plan().strategies();

    assertThatThrownBy(() -> new Plan(100, 10, null, strategies, "magic", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("replay", "recursive", "magic");
  }
}
