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
  void eachWithChangesItsComponentOnly() {
    Results full = SampleRecords.quickstart().results();

    assertThat(full.withNotes(List.of()).withNotes(full.notes())).isEqualTo(full);
    assertThat(full.withMemory(null).memory()).isNull();
    assertThat(full.withMemory(null).reversal()).isEqualTo(full.reversal());
    assertThat(full.withTransfer(List.of()).transfer()).isEmpty();
  }

  @Test
  void curvesOfDifferentLengthsAreRefusedWithBothLengths() {
    assertThatThrownBy(() -> new ScheduleCurve("momentum", "W1", List.of(0.8), List.of(0.8, 0.9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("momentum W1", "1 and 2");
  }
}
