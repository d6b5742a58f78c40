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
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.CoordinateSeries;
import org.retrograde.reports.record.CoordinateSeries.Measure;
import org.retrograde.reports.record.Coordinates;
import org.retrograde.reports.record.CriterionFigure;
import org.retrograde.reports.record.CriterionFigure.Range;
import org.retrograde.reports.record.RateCurve;
import org.retrograde.reports.record.RateSweep;
import org.retrograde.reports.record.RateTransfer;

/** The pages of the commands coordcheck and lrsweep. */
final class WidthReportsTest {

  private static final CriterionFigure FAILED =
      CriterionFigure.within("B2", "output z2 at the start", -1.5, Range.around(-.5, .05), "slope");
  private static final Coordinates CHECK =
      new Coordinates(
          Coordinates.SCHEMA,
          SampleRecords.quickstart().manifest(),
          "faulty <one>",
          List.of(32, 64),
          5,
          4,
          false,
          List.of(FAILED, CriterionFigure.within("B5", "runs", 0, Range.upTo(0), "all finite")),
          List.of(new Coordinates.Fault("W2", "z2 at the start goes as width^-1.50")),
          List.of(
              new CoordinateSeries(Measure.SIZE, "z2", 0, List.of(2.0, 0.7), -1.5),
              new CoordinateSeries(Measure.CHANGE, "z2", 1, List.of(0.0, 0.0), Double.NaN),
              new CoordinateSeries(Measure.CHANGE, "z2", 4, List.of(1.0, 1.1), 0.14),
              new CoordinateSeries(Measure.OWN_CHANGE, "W2", 1, List.of(1.0, 1.0), 0)));

  private static final RateSweep SWEEP =
      new RateSweep(
          RateSweep.SCHEMA,
          SampleRecords.quickstart().manifest(),
          "mean training loss",
          32,
          false,
          List.of(
              new RateTransfer(
                  "muP",
                  0.1,
                  List.of(
                      CriterionFigure.within("C1", "largest regret", 0.2, Range.upTo(.05), "w")),
                  List.of(curve(32, 0), curve(64, 0.2))),
              new RateTransfer("standard", -0.5, List.of(), List.of(curve(32, 0), curve(64, 1)))));

  @TempDir private Path folder = Path.of("");

  private static RateCurve curve(int width, double regret) {
    List<RateCurve.Point> points =
        List.of(
            new RateCurve.Point(0.5, 2, List.of(1.5, 2.5)),
            new RateCurve.Point(1, 1, List.of(1.0, 1.0)),
            new RateCurve.Point(
                2, Double.POSITIVE_INFINITY, List.of(Double.POSITIVE_INFINITY, 1.0)));
    return new RateCurve(width, points, 1, 1, 1, true, 1 + regret, regret);
  }

  @Test
  void thePageOfACoordinateCheckNamesTheTensorAtFault() throws IOException {
    Path file = folder.resolve("coordcheck.html");
    CoordinateReport.write(CHECK, file);
    assertThat(Files.readString(file))
        .contains("W2 is at fault", "chart-change-1", "chart-change-last", "chart-own")
        .contains("faulty &lt;one&gt;")
        .doesNotContain("faulty <one>");
    assertThat(CoordinateReport.page(CHECK).verdict())
        .extracting(KeyFigure::value)
        .containsExactly("1 of 2", "W2");
  }

  @Test
  void aCriterionShowsItsValueBesideWhatIsAllowed() {
    Table table = CriteriaTable.of("caption", CHECK.figures());
    assertThat(table.rows().get(0))
        .extracting(Cell::text)
        .containsExactly(
            "B2", "output z2 at the start", "−1.50", "−0.55 to −0.45", "✗\u00a0failed", "slope");
    assertThat(CriteriaTable.allowed(CHECK.figures().get(1))).isEqualTo("≤ 0");
    assertThat(CriteriaTable.allowed(CriterionFigure.within("C4", "", 1, Range.from(.2), "")))
        .isEqualTo("≥ 0.2");
  }

  @Test
  void aFigureThatIsNoNumberDoesNotPass() {
    assertThat(CriterionFigure.within("B1", "", Double.NaN, Range.around(0, .1), "").passed())
        .isFalse();
  }

  @Test
  void thePageOfASweepHasItsPanelsAndMarksWhatDiverged() throws IOException {
    Path file = folder.resolve("lrsweep.html");
    RateReport.write(SWEEP, file);
    assertThat(Files.readString(file))
        .contains("chart-sweep", "charts.sweep", "diverged", "\"baseRate\":1.0")
        .contains("\"name\":\"muP\"", "\"name\":\"standard\"");
    assertThat(RateReport.page(SWEEP).verdict())
        .extracting(KeyFigure::value)
        .containsExactly("0 of 1", "+20.0\u00a0%", "+100.0\u00a0%");
  }

  @Test
  void theRecordsNameTheirSchemasAndKeepNumbersThatAreNone() {
    assertThat(CHECK.toJson())
        .contains("\"schema\" : \"retrograde-coordcheck-1\"", "\"slope\" : \"NaN\"");
    assertThat(SWEEP.toJson())
        .contains("\"schema\" : \"retrograde-lrsweep-1\"", "\"loss\" : \"Infinity\"")
        .contains("\"least\" : \"-Infinity\"");
  }
}
