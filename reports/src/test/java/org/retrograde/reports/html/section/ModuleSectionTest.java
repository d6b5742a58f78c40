package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.ModuleNumber;
import org.retrograde.reports.record.ModuleNumbers;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class ModuleSectionTest {

  @Test
  void typesAreRowsOfOneTableAndBlocksInTheirOrderOfAnother() {
    Content section =
        new ModuleSection()
            .content(
                record(
                    List.of(
                        new ModuleNumber("learning rate", "query", 0, false, 0.01, 0.02),
                        new ModuleNumber("learning rate", "value", 0, false, 0.01, 0.005),
                        new ModuleNumber("learning rate", "block 10", 10, true, 1, 0.5),
                        new ModuleNumber("learning rate", "block 2", 2, true, 1, 2),
                        new ModuleNumber("init scale", "query", 0, false, 1, 3),
                        new ModuleNumber("epsilon", "block 1", 1, false, 1e-8, 1e-9))))
            .orElseThrow();
    assertThat(rows(section.blocks().get(0)))
        .containsExactly(
            List.of("query", "0.02 x 2", "3 x 3"), List.of("value", "0.005 x 0.5", ""));
    assertThat(rows(section.blocks().get(1)).stream().map(row -> row.get(0)))
        .containsExactly("block 1", "block 2", "block 10");
    assertThat(rows(section.blocks().get(1)).get(1)).containsExactly("block 2", "", "x 2");
  }

  @Test
  void thereIsNoSectionWhereNothingWasTunedByModule() {
    assertThat(new ModuleSection().content(record(List.of()))).isEmpty();
  }

  private static List<List<String>> rows(Block block) {
    return ((Table) block)
        .rows().stream().map(row -> row.stream().map(ModuleSectionTest::words).toList()).toList();
  }

  private static String words(Cell cell) {
    return cell.text() + (cell.detail().isEmpty() ? "" : " " + cell.detail());
  }

  private static RunRecord record(List<ModuleNumber> numbers) {
    return new RunRecord(
        SampleRecords.manifest(RunStatus.DONE, null),
        List.of(),
        Results.empty().with(new ModuleNumbers(numbers)),
        null,
        null);
  }
}
