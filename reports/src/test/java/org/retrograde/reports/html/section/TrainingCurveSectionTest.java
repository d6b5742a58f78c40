package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.GroupCurve;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.TrainingCurve;
import org.retrograde.reports.record.TrainingCurves;

final class TrainingCurveSectionTest {

  private static final List<Integer> STEPS = List.of(0, 10, 19);

  @Test
  void theMeanIsOverRunsThatReachedTheEndAndTheOthersEndWhereTheyDo() {
    Figure figure =
        figures(
                curve("tuned", 1, STEPS, List.of(4.0, 2.0, 1.0)),
                curve("tuned", 2, STEPS, List.of(2.0, 1.0, 0.5)),
                curve("tuned", 3, List.of(0), List.of(9.0)))
            .get(0);

    assertThat(figure.json())
        .contains("\"steps\":[0,10,19],\"mean\":[3.0,1.5,0.75],")
        .contains("\"runs\":[[4.0,2.0,1.0],[2.0,1.0,0.5],[9.0]]");
    assertThat(figure.words().explanation()).contains("diverged");
    assertThat(texts(Objects.requireNonNull(figure.table())).get(0))
        .containsExactly("tuned, training loss", "3.00", "1.50", "0.750");
  }

  @Test
  void nothingIsSaidOfDivergenceWhereThereIsNone() {
    assertThat(figures(curve("tuned", 1, STEPS, List.of(4.0, 2.0, 1.0))).get(0).words())
        .asString()
        .doesNotContain("diverged");
  }

  @Test
  void aWideRangeIsDrawnByItsLogarithmUnlessALossIsNegative() {
    assertThat(figures(curve("a", 1, STEPS, List.of(9.0, 2.0, 1.0))).get(0).json())
        .startsWith("[{\"name\":\"training loss\",\"logarithmic\":true");
    assertThat(figures(curve("a", 1, STEPS, List.of(7.0, 2.0, 1.0))).get(0).json())
        .startsWith("[{\"name\":\"training loss\",\"logarithmic\":false");
    assertThat(figures(curve("a", 1, STEPS, List.of(9.0, 2.0, -1.0))).get(0).json())
        .startsWith("[{\"name\":\"training loss\",\"logarithmic\":false");
  }

  @Test
  void groupsAreChosenByArmWithWhatWasTunedFirst() {
    List<Double> three = List.of(3.0, 2.0, 1.0);
    GroupCurve bias = new GroupCurve("b1", three, List.of(Double.POSITIVE_INFINITY, 0.2, 0.1));
    List<Figure> figures =
        figures(
            new TrainingCurve("start", 8, 1, STEPS, three, three, List.of(bias)),
            new TrainingCurve("tuned", 8, 1, STEPS, three, three, List.of(bias)));

    assertThat(figures).hasSize(3);
    assertThat(figures.get(2).choices())
        .extracting(Figure.Choice::key)
        .containsExactly("tuned", "start");
    assertThat(figures.get(2).json()).contains("\"values\":[null,0.2,0.1]");
    assertThat(texts(Objects.requireNonNull(figures.get(1).table())))
        .contains(List.of("tuned, b1", "2.00", "0.200"));
  }

  @Test
  void withoutGroupsThereIsOneFigureAndWithoutCurvesNoSection() {
    assertThat(figures(curve("a", 1, STEPS, List.of(9.0, 2.0, 1.0)))).hasSize(1);
    assertThat(new TrainingCurveSection().content(record(List.of()))).isEmpty();
    assertThat(
            new TrainingCurveSection()
                .content(record(List.of(curve("a", 1, List.of(), List.of())))))
        .isEmpty();
  }

  private static TrainingCurve curve(
      String arm, long seed, List<Integer> steps, List<Double> losses) {
    return new TrainingCurve(arm, 8, seed, steps, losses, losses, List.of());
  }

  private static List<Figure> figures(TrainingCurve... curves) {
    List<Block> blocks =
        new TrainingCurveSection().content(record(List.of(curves))).orElseThrow().blocks();
    return blocks.stream().map(Figure.class::cast).toList();
  }

  private static RunRecord record(List<TrainingCurve> curves) {
    return new RunRecord(
        SampleRecords.manifest(RunStatus.DONE, null),
        List.of(),
        Results.empty().with(new TrainingCurves(curves)),
        null,
        null);
  }

  private static List<List<String>> texts(Table table) {
    return table.rows().stream().map(row -> row.stream().map(Cell::text).toList()).toList();
  }
}
