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
import org.retrograde.reports.record.Optimum;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class OptimumSectionTest {

  private static Content content(Optimum found) {
    return new OptimumSection()
        .content(
            new RunRecord(
                SampleRecords.manifest(RunStatus.DONE, null),
                List.of(),
                Results.empty().with(found),
                null,
                null))
        .orElseThrow();
  }

  @Test
  void theHeadingNamesTheBestOfThoseBesideIt() {
    assertThat(content(SampleRecords.optimum()).heading())
        .isEqualTo("cosine leaves 2.50 % more than the best schedule there is");
    assertThat(content(new Optimum(0.02, List.of(0.1), List.of(), null)).heading())
        .isEqualTo("The best schedule leaves 0.0200");
  }

  @Test
  void theTableHasThePeakTheLossAndTheDistanceOfEach() {
    Figure figure = (Figure) content(SampleRecords.optimum()).blocks().get(0);
    Table table = requireNonNull(figure.table());
    assertThat(table.rows())
        .extracting(row -> row.stream().map(Cell::text).toList())
        .containsExactly(
            List.of("optimum", "each step free", "0.0500", "0.020000", "–"),
            List.of("constant", "flat", "0.0200", "0.030000", "50.0 %"),
            List.of("cosine", "cosine", "0.0500", "0.020500", "2.50 %"));
  }

  @Test
  void hypergradientsStandThereOnlyIfTheyWereAveraged() {
    assertThat(content(SampleRecords.optimum()).blocks()).hasSize(2);
    assertThat(content(new Optimum(0.02, List.of(0.1), List.of(), null)).blocks()).hasSize(1);
  }
}
