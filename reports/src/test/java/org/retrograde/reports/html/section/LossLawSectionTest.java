package org.retrograde.reports.html.section;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.LawCurve;
import org.retrograde.reports.record.LawNumbers;
import org.retrograde.reports.record.LossLaws;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class LossLawSectionTest {

  private static Content content(LossLaws found) {
    return new LossLawSection()
        .content(
            new RunRecord(
                SampleRecords.manifest(RunStatus.DONE, null),
                List.of(),
                Results.empty().with(found),
                null,
                null))
        .orElseThrow();
  }

  private static List<List<String>> rows(Content content, int block) {
    Table table =
        content.blocks().get(block) instanceof Table one
            ? one
            : requireNonNull(((Figure) content.blocks().get(block)).table());
    return table.rows().stream().map(row -> row.stream().map(Cell::text).toList()).toList();
  }

  @Test
  void theHeadingSaysWhatIsLeastExplainedOfUnseenCurves() {
    assertThat(content(SampleRecords.lossLaws()).heading())
        .isEqualTo("The law explains at least 99.87 % of each curve that it has not seen");
  }

  @Test
  void curvesSayWhetherTheirLastLossIsInItsInterval() {
    List<LawCurve> curves = SampleRecords.lossLaws().curves();

    assertThat(curves).extracting(LawCurve::lastIsHeld).containsExactly(true, true, false);
    assertThat(rows(content(SampleRecords.lossLaws()), 0).get(2))
        .containsExactly("wsd", "unseen", "2", "0.9987", "0.70000", "0.76000", "0.7448 to 0.7752");
  }

  @Test
  void theDerivativeThatIsFurthestOffIsDrawn() {
    Figure figure = (Figure) content(SampleRecords.lossLaws()).blocks().get(2);

    assertThat(figure.words().explanation()).contains("at the schedule wsd");
    assertThat(rows(content(SampleRecords.lossLaws()), 2).get(0))
        .containsExactly("cosine", "cosine", "0.9987", "100.0\u00a0%");
  }

  @Test
  void schedulesStandAboveTheBestOneThatIsKnown() {
    assertThat(rows(content(SampleRecords.lossLaws()), 3))
        .extracting(row -> row.get(3))
        .containsExactly("0 %", "1.00 %", "50.0 %");
    LossLaws found = SampleRecords.lossLaws();
    LossLaws withoutOptimum =
        new LossLaws(
            0.5, found.law(), found.curves(), List.of(), found.atPeak().subList(1, 3), List.of());
    assertThat(withoutOptimum.percentAbove(withoutOptimum.atPeak().get(0))).isZero();
    assertThat(content(withoutOptimum).blocks()).hasSize(3);
    assertThat(found.percentOff(found.curves().get(2))).isBetween(29.9, 30.1);
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    assertThatThrownBy(() -> new LawNumbers("x", List.of(), List.of(1.0), List.of(), 0, 0, 1))
        .hasMessageContaining("got 1 numbers and 0 names");
    assertThatThrownBy(
            () ->
                new LawCurve(
                    "x",
                    true,
                    List.of(1.0),
                    List.of(1),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    1))
        .hasMessageContaining("x has 1 steps, got 0 values");
  }
}
