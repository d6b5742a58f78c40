package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.LossUnit;
import org.retrograde.reports.record.RunRecord;

/** Losses of texts stand in bits too, and those of other data do not. */
final class LossUnitTest {

  private static final LossUnit UNIT = new LossUnit("character");
  private static final RunRecord PLAIN = SampleRecords.quickstart();
  private static final RunRecord TEXT =
      new RunRecord(
          PLAIN.manifest(),
          PLAIN.iterations(),
          PLAIN.results().with(UNIT),
          PLAIN.config(),
          PLAIN.recipe());

  private static List<Table> tables(Section section, RunRecord record) {
    Content content = section.content(record).orElseThrow();
    return content.blocks().stream()
        .filter(Table.class::isInstance)
        .map(Table.class::cast)
        .toList();
  }

  private static Stream<String> words(List<Table> tables) {
    return tables.stream()
        .flatMap(table -> table.rows().stream())
        .flatMap(List::stream)
        .flatMap(cell -> Stream.of(cell.text(), cell.detail()));
  }

  @Test
  void aNatIsSoManyBits() {
    assertThat(UNIT.of(Math.log(2))).isCloseTo(1, within(1e-15));
    assertThat(UNIT.words(Math.log(63))).isEqualTo("5.9773 bits a character");
  }

  @Test
  void unseenSeedsHaveRowsOfBits() {
    List<List<Cell>> rows = tables(new JudgedSection(), TEXT).get(0).rows();
    assertThat(rows.stream().map(row -> row.get(0).text()))
        .contains("validation loss", "validation loss, bits a character")
        .doesNotContain("validation error, bits a character");
    assertThat(words(tables(new JudgedSection(), PLAIN))).noneMatch(word -> word.contains("bits"));
  }

  @Test
  void cellsOfLossesOverWidthsSayThemInBits() {
    List<Table> tables = tables(new TransferSection(), TEXT);
    for (Table table : tables) {
      assertThat(words(List.of(table)).anyMatch(word -> word.contains("bits a character")))
          .as(table.caption())
          .isEqualTo(table.caption().toLowerCase(Locale.ROOT).contains("loss"));
    }
    assertThat(words(tables(new TransferSection(), PLAIN)))
        .noneMatch(word -> word.contains("bits"));
  }
}
