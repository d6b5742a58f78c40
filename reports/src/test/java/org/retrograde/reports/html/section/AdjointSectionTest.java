package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.AdjointTrace;
import org.retrograde.reports.record.AdjointTraces;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class AdjointSectionTest {

  @Test
  void theChartRunsByStepAndLeavesAGapWhereThereIsNoLogarithm() {
    AdjointTrace trace =
        new AdjointTrace(
            "tuned",
            List.of(4, 3, 2, 1, 0),
            List.of(0.5, 0.0, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 2.0));

    assertThat(figure(trace).json())
        .isEqualTo(
            "[{\"name\":\"tuned\",\"points\":[{\"step\":0,\"norm\":2.0},{\"step\":1,\"norm\":null},"
                + "{\"step\":2,\"norm\":null},{\"step\":3,\"norm\":null},{\"step\":4,\"norm\":0.5}]}]");
  }

  @Test
  void theTableUnderTheChartHasZerosAndWhatEachTraceLacks() {
    Figure figure =
        figure(
            new AdjointTrace("at the start", List.of(2, 0), List.of(0.0, 1.5)),
            new AdjointTrace("tuned", List.of(2, 1), List.of(0.25, 3.0)));
    Table table = Objects.requireNonNull(figure.table());

    assertThat(table.header()).containsExactly("step", "at the start", "tuned");
    assertThat(texts(table))
        .containsExactly(
            List.of("0", "1.50", "–"), List.of("1", "–", "3.00"), List.of("2", "0", "0.250"));
  }

  @Test
  void slopesAreSignedAndSayWhichWayTheyGo() {
    List<List<Cell>> rows =
        slopes(
            new AdjointTrace("grows", List.of(0, 50, 100), List.of(100.0, 10.0, 1.0)),
            new AdjointTrace("falls", List.of(0, 50, 100), List.of(0.01, 0.1, 1.0)),
            new AdjointTrace("gone", List.of(0, 50, 100), List.of(0.0, 0.0, 1.0)));

    assertThat(rows.get(0).stream().map(Cell::text))
        .containsExactly("grows", "100", "1.00", "+2.00");
    assertThat(rows.get(0).get(3).detail()).isEqualTo("grows toward the past");
    assertThat(rows.get(1).stream().map(Cell::text))
        .containsExactly("falls", "0.0100", "1.00", "−2.00");
    assertThat(rows.get(1).get(3).detail()).isEqualTo("falls toward the past");
    assertThat(rows.get(2).stream().map(Cell::text)).containsExactly("gone", "–", "1.00", "–");
    assertThat(rows.get(2).get(3).detail()).isEmpty();
  }

  @Test
  void thereIsNoSectionWithoutASingleStep() {
    assertThat(new AdjointSection().content(record())).isEmpty();
    assertThat(
            new AdjointSection().content(record(new AdjointTrace("tuned", List.of(), List.of()))))
        .isEmpty();
  }

  private static Figure figure(AdjointTrace... traces) {
    return (Figure) new AdjointSection().content(record(traces)).orElseThrow().blocks().get(0);
  }

  private static List<List<Cell>> slopes(AdjointTrace... traces) {
    return ((Table) new AdjointSection().content(record(traces)).orElseThrow().blocks().get(2))
        .rows();
  }

  private static List<List<String>> texts(Table table) {
    return table.rows().stream().map(row -> row.stream().map(Cell::text).toList()).toList();
  }

  private static RunRecord record(AdjointTrace... traces) {
    return new RunRecord(
        SampleRecords.manifest(RunStatus.DONE, null),
        List.of(),
        Results.empty().with(new AdjointTraces(List.of(traces))),
        null,
        null);
  }
}
