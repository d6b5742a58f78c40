package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.OptimizerNote;
import org.retrograde.reports.record.OptimizerNotes;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class OptimizerSectionTest {

  @Test
  void eachNoteIsARowWithItsCountInFull() {
    OptimizerNote share = new OptimizerNote("lanes under the floor of s, %", 0.4, "rare");
    OptimizerNote count = new OptimizerNote("steps clipped, of 20000", 12_345, "often");

    Content section = new OptimizerSection().content(record(List.of(share, count))).orElseThrow();

    Table table = (Table) section.blocks().get(0);
    assertThat(table.rows().stream().map(row -> row.stream().map(Cell::text).toList()))
        .containsExactly(
            List.of("lanes under the floor of s, %", "0.400", "rare"),
            List.of("steps clipped, of 20000", "12,345", "often"));
  }

  @Test
  void thereIsNoSectionWithoutNotes() {
    assertThat(new OptimizerSection().content(record(List.of()))).isEmpty();
  }

  private static RunRecord record(List<OptimizerNote> notes) {
    return new RunRecord(
        SampleRecords.manifest(RunStatus.DONE, null),
        List.of(),
        Results.empty().with(new OptimizerNotes(notes)),
        null,
        null);
  }
}
