package org.retrograde.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Growth;
import org.retrograde.reports.record.GrowthPoint;
import org.retrograde.reports.record.GrowthSeries;
import org.retrograde.reports.record.GrowthSeries.Axis;

final class GrowthReportTest {

  private static final GrowthSeries STEPS =
      new GrowthSeries(
          Axis.STEPS,
          "a network of 784-50-50-50-10 units",
          250,
          1.0,
          1.01,
          List.of(
              new GrowthPoint(100, 44_860, 0.3, 0.6, 7_000_000, 0, true),
              new GrowthPoint(1000, 44_860, 3, 6.14, 8_000_000, 0, true),
              new GrowthPoint(10_000, 44_860, 30, 62.8, 20_000_000, 4_000_000, false)));
  private static final GrowthSeries ONE_POINT =
      new GrowthSeries(
          Axis.PARAMETERS,
          "networks <of> units",
          32,
          Double.NaN,
          Double.NaN,
          List.of(new GrowthPoint(50, 9706, 0.02, 0.03, 1_000_000, 0, true)));
  private static final Growth GROWTH =
      new Growth(
          Growth.SCHEMA,
          SampleRecords.quickstart().manifest(),
          16_000_000,
          List.of(STEPS, ONE_POINT));

  @TempDir private Path folder = Path.of("");

  @Test
  void theDashedLineHasSlopeOneAndEndsAtTheLastPoint() {
    LogLogChart time = LogLogChart.of(STEPS).get(0);
    LogLogChart.Line guide = time.lines().get(2);
    assertThat(guide.guide()).isTrue();
    assertThat(guide.points())
        .containsExactly(new LogLogChart.Point(100, 0.628), new LogLogChart.Point(10_000, 62.8));
  }

  @Test
  void whatIsNothingHasNoPlaceOnALogarithmicAxis() {
    LogLogChart memory = LogLogChart.of(STEPS).get(1);
    assertThat(memory.lines()).extracting(LogLogChart.Line::name).contains("memory", "on disk");
    assertThat(memory.lines().get(1).points()).containsExactly(new LogLogChart.Point(10_000, 4));
    assertThat(LogLogChart.of(ONE_POINT).get(1).lines()).hasSize(1);
    assertThat(LogLogChart.of(ONE_POINT).get(0).lines()).noneMatch(LogLogChart.Line::guide);
  }

  @Test
  void theTableHasTheTimeOfAStepBesideThatOfTheRun() {
    Content section = GrowthContent.of(GROWTH, STEPS);
    assertThat(section.heading())
        .isEqualTo("Time grows as steps to the power 1.00 forward and 1.01 back");
    Table table = (Table) section.blocks().get(3);
    assertThat(table.rows().get(1)).extracting(Cell::text).startsWith("1,000", "3.00", "6.14");
    assertThat(table.rows().get(1).get(2).detail()).isEqualTo("6.14 ms a step");
    assertThat(table.rows().get(2).get(5).text()).contains("not exact");
    assertThat(GrowthContent.of(GROWTH, ONE_POINT).heading()).doesNotContain("NaN");
  }

  @Test
  void thePageHoldsItsChartsAndEscapesWhatItShows() throws IOException {
    Path file = folder.resolve("growth.html");
    GrowthReport.write(GROWTH, file);
    assertThat(Files.readString(file))
        .contains("chart-steps-time", "chart-parameters-memory", "charts.growth")
        .contains("networks &lt;of&gt; units")
        .doesNotContain("networks <of> units");
  }

  @Test
  void theRecordNamesItsSchemaAndKeepsNumbersThatAreNone() {
    assertThat(GROWTH.toJson())
        .contains("\"schema\" : \"retrograde-growth-2\"", "\"backExponent\" : \"NaN\"");
  }
}
