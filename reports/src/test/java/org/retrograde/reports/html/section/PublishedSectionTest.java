package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.CriterionFigure.Range;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.PublishedFigure;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class PublishedSectionTest {

  private static final List<PublishedFigure> FIGURES = SampleRecords.published();

  @Test
  void theHeadingSaysWhetherTheRunAgreesAndWhereNot() {
    assertThat(section(FIGURES.subList(0, 2)).heading())
        .isEqualTo("This run agrees with what was published");
    assertThat(section(FIGURES).heading())
        .isEqualTo("This run differs from what was published in: test loss, tuned");
  }

  @Test
  void eachRowHasBothFiguresAndTheRule() {
    Table table = (Table) section(FIGURES).blocks().get(0);

    assertThat(table.rows().stream().map(row -> row.stream().map(Cell::text).toList()))
        .containsExactly(
            List.of("training loss, tuned", ".53 → .12", "0.131", "≤ 0.15", "✓\u00a0agrees", ""),
            List.of("where chaos begins", "1.48", "1.60", "1.18 to 1.78", "✓\u00a0agrees", ""),
            List.of(
                "test loss, tuned",
                "in a picture",
                "0.310",
                "≤ 0.3",
                "✗\u00a0differs",
                "Ours trains on other images."));
    assertThat(table.rows().get(0).get(1).detail()).isEqualTo("Maclaurin et al. (2015), figure 3");
  }

  @Test
  void theTopOfThePageCountsAgreement() {
    assertThat(new PublishedSection().keyFigures(record(FIGURES)))
        .containsExactly(
            new KeyFigure(
                "Published figures", "2 of 3 agree", "differing: test loss, tuned", Tone.BAD));
    assertThat(new PublishedSection().keyFigures(record(List.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aRunThatDivergedAgreesWithNothing(double ours) {
    PublishedFigure figure =
        PublishedFigure.of("loss", "", "1", 1).beside(ours, Range.around(1, 0.1));

    assertThat(figure.agrees()).isFalse();
  }

  private static Content section(List<PublishedFigure> figures) {
    return new PublishedSection().content(record(figures)).orElseThrow();
  }

  private static RunRecord record(List<PublishedFigure> figures) {
    return new RunRecord(
        SampleRecords.manifest(RunStatus.DONE, null),
        List.of(),
        Results.empty().with(new Published(figures)),
        null,
        null);
  }
}
