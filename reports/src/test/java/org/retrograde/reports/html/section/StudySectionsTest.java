package org.retrograde.reports.html.section;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class StudySectionsTest {

  private static final RunRecord STUDY = SampleRecords.study();

  @Test
  void theHeadingOfTrajectoriesSaysWhereTuningLeads() {
    Content section = new TrajectorySection().content(STUDY).orElseThrow();

    assertThat(section.heading())
        .isEqualTo("Tuning leads training from a final loss of 2.00 to one of 0.500");
    Table table = requireNonNull(((Figure) section.blocks().get(0)).table());
    assertThat(table.rows().get(1).stream().map(Cell::text))
        .containsExactly("second", "0.5", "0.500", "1.00");
  }

  @Test
  void theHeadingOfSharingIsWhatWasLearnedBetweenTasks() {
    Content section = new MixingSection().content(STUDY).orElseThrow();

    assertThat(section.heading())
        .isEqualTo("How far tuning moved what tasks share: layer 1 0.300 between tasks");
    assertThat(section.blocks()).hasSize(1);
  }

  @Test
  void theHeadingOfTasksNamesTheArmWithTheLowestMean() {
    Content section = new TaskSection().content(STUDY).orElseThrow();

    assertThat(section.heading()).isEqualTo("Lowest mean test loss over the tasks: learned, 0.300");
    Table means = (Table) section.blocks().get(0);
    assertThat(means.rows().get(0).stream().map(Cell::text))
        .containsExactly("separate", "0.450 ± 0.071", "20.0 ± 0", "2");
  }

  @Test
  void aRunWithoutThemHasNoneOfTheseSections() {
    RunRecord empty =
        new RunRecord(
            SampleRecords.manifest(RunStatus.DONE, null), List.of(), Results.empty(), null, null);

    assertThat(new TrajectorySection().content(empty)).isEmpty();
    assertThat(new MixingSection().content(empty)).isEmpty();
    assertThat(new TaskSection().content(empty)).isEmpty();
  }
}
