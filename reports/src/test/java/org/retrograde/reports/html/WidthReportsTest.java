package org.retrograde.reports.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import org.retrograde.reports.record.UncertainFigure;
import org.retrograde.reports.record.UncertainFigure.Outcome;

/** The pages of the commands coordcheck and lrsweep. */
final class WidthReportsTest {

  private static final UncertainFigure FAILED =
      new UncertainFigure(
          "B2", "output z2 at the start", -1.5, 0.1, -.55, -.45, Outcome.OUTSIDE, "slope");
  private static final UncertainFigure FINITE =
      new UncertainFigure(
          "B5", "runs", 0, 0, Double.NEGATIVE_INFINITY, 0, Outcome.WITHIN, "all finite");
  private static final UncertainFigure UNCLEAR =
      new UncertainFigure("B1", "change of z2", 0.2, 0.3, -.1, .1, Outcome.UNCLEAR, "slope");
  private static final Coordinates CHECK =
      check(
          List.of(FAILED, FINITE),
          List.of(new Coordinates.Fault("W2", "z2 at the start goes as width^-1.50")),
          "");

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

  /** The page of the check. */
  static Page checkPage() {
    return CoordinateReport.page(CHECK);
  }

  /** The page of the sweep. */
  static Page sweepPage() {
    return RateReport.page(SWEEP);
  }

  private static Coordinates check(
      List<UncertainFigure> figures, List<Coordinates.Fault> faults, String advice) {
    return new Coordinates(
        Coordinates.SCHEMA,
        SampleRecords.quickstart().manifest(),
        "faulty <one>",
        "width",
        List.of(32, 64),
        16,
        4,
        false,
        figures,
        faults,
        advice,
        List.of(
            new CoordinateSeries(Measure.SIZE, "z2", 0, List.of(2.0, 0.7), -1.5, 0.02),
            new CoordinateSeries(
                Measure.CHANGE, "z2", 1, List.of(0.0, 0.0), Double.NaN, Double.NaN),
            new CoordinateSeries(Measure.CHANGE, "z2", 4, List.of(1.0, 1.1), 0.14, 0.02),
            new CoordinateSeries(Measure.OWN_CHANGE, "W2", 1, List.of(1.0, 1.0), 0, 0.02)));
  }

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
  void whereChanceLeavesItOpenThePageSaysWhatToDo() {
    Coordinates open = check(List.of(UNCLEAR, FINITE), List.of(), "--seeds=64 would decide");

    assertThat(CoordinateReport.page(open).verdict())
        .extracting(KeyFigure::value, KeyFigure::detail)
        .containsExactly(
            tuple("1 of 2", "unclear: B1 change of z2"),
            tuple("cannot tell", "--seeds=64 would decide"));
    assertThat(UncertainTable.of("caption", open.figures()).rows().get(0))
        .extracting(Cell::text)
        .contains("0.200 ± 0.300", "?\u00a0unclear");
  }

  @Test
  void aCriterionShowsItsValueBesideWhatIsAllowed() {
    assertThat(UncertainTable.of("caption", CHECK.figures()).rows())
        .extracting(row -> row.stream().map(Cell::text).toList())
        .containsExactly(
            List.of(
                "B2",
                "output z2 at the start",
                "−1.50 ± 0.100",
                "−0.55 to −0.45",
                "✗\u00a0failed",
                "slope"),
            List.of("B5", "runs", "0", "≤ 0", "✓\u00a0passed", "all finite"));
    CriterionFigure contrast = CriterionFigure.within("C4", "regret", 0.1, Range.from(.2), "far");
    Table table = CriteriaTable.of("caption", List.of(contrast));
    assertThat(table.rows().get(0))
        .extracting(Cell::text)
        .containsExactly("C4", "regret", "0.100", "≥ 0.2", "✗\u00a0failed", "far");
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
        .contains("\"schema\" : \"retrograde-coordcheck-3\"", "\"slope\" : \"NaN\"");
    assertThat(SWEEP.toJson())
        .contains("\"schema\" : \"retrograde-lrsweep-1\"", "\"loss\" : \"Infinity\"")
        .contains("\"least\" : \"-Infinity\"");
  }
}
