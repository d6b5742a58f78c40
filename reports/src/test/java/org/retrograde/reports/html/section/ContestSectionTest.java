package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Contest;
import org.retrograde.reports.record.Finding;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class ContestSectionTest {

  private static Content content(Section section, Finding found) {
    return section
        .content(
            new RunRecord(
                SampleRecords.manifest(RunStatus.DONE, null),
                List.of(),
                Results.empty().with(found),
                null,
                null))
        .orElseThrow();
  }

  private static Contest.Entry learnt(double... losses) {
    return new Contest.Entry(
        "knots",
        "8 knots",
        true,
        244,
        List.of(0.1, 0.1, 0.1),
        java.util.Arrays.stream(losses).boxed().toList(),
        null);
  }

  private static String heading(Contest.Entry learnt) {
    List<Contest.Entry> searched = SampleRecords.contest().entries().subList(0, 2);
    return content(
            new ContestSection(), new Contest(List.of(searched.get(0), searched.get(1), learnt)))
        .heading();
  }

  @Test
  void theHeadingSaysWhatPairedSeedsBear() {
    assertThat(content(new ContestSection(), SampleRecords.contest()).heading())
        .startsWith("knots is better than the best searched one, cosine, by −9.9");
    assertThat(heading(learnt(1.1, 1.2, 0.99)))
        .startsWith("knots is worse than the best searched one, cosine, by +");
    assertThat(heading(learnt(1.1, 1.0, 0.9)))
        .isEqualTo("The seeds cannot tell knots from the best searched one, cosine");
    assertThat(
            content(
                    new ContestSection(),
                    new Contest(SampleRecords.contest().entries().subList(0, 2)))
                .heading())
        .isEqualTo("cosine is the best schedule");
  }

  @Test
  void aRunThatDivergedIsSaidAndComparesWithNothing() {
    Contest.Entry lost = learnt(0.5, Double.POSITIVE_INFINITY, 0.4);
    assertThat(heading(lost))
        .isEqualTo("Runs of knots, the best that was learnt or searched, diverged");
    List<Contest.Entry> searched = SampleRecords.contest().entries().subList(0, 2);
    Table table =
        (Table)
            content(
                    new ContestSection(),
                    new Contest(List.of(searched.get(0), searched.get(1), lost)))
                .blocks()
                .get(0);
    assertThat(table.rows().get(2)).extracting(Cell::text).contains("1 of 3 diverged", "–");
  }

  @Test
  void theTableHasTheBestFirstAndItsRivalWithoutAChange() {
    Table table = (Table) content(new ContestSection(), SampleRecords.contest()).blocks().get(0);
    assertThat(table.rows())
        .extracting(row -> row.get(0).text() + " " + row.get(2).text())
        .containsExactly("knots 244", "cosine 130", "constant 130");
    assertThat(table.rows().get(1)).extracting(Cell::text).contains("1.00 ± 0.10", "–");
  }

  @Test
  void aRateLawIsSaidWithItsExponents() {
    Content content = content(new RateLawSection(), SampleRecords.rateLaw());
    assertThat(content.heading())
        .isEqualTo("The best rate of wsd goes as n^-0.485 B^0.995, R² 0.99998");
    assertThat(((Table) content.blocks().get(0)).rows().get(0))
        .extracting(Cell::text)
        .containsExactly("one run", "0.135", "−0.394", "0.900", "0.920");
  }
}
