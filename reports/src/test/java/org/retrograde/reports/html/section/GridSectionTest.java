package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.GridPoint;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class GridSectionTest {

  @Test
  void aWinnerAtTheLastRateLiesOnTheEdge() {
    assertThat(GridSection.edges(List.of(point(1, 0.5, 3), point(2, 0.5, 2), point(4, 0.5, 1))))
        .containsExactly("largest learning rate");
  }

  @Test
  void aWinnerWithNeighboursOnEverySideLiesInside() {
    assertThat(GridSection.edges(List.of(point(1, 0.5, 3), point(2, 0.5, 1), point(4, 0.5, 2))))
        .isEmpty();
  }

  @Test
  void theMarkedWinnerCountsEvenWhereAnotherIsLower() {
    GridPoint marked = new GridPoint("flat", 2, 0.5, 2, 0, true);

    assertThat(GridSection.winner(List.of(point(1, 0.5, 1), marked))).contains(marked);
  }

  @Test
  void aGridThatDivergedEverywhereHasNoWinner() {
    assertThat(GridSection.winner(List.of(point(1, 0.5, Double.NaN)))).isEmpty();
    assertThat(heading(point(1, 0.5, Double.POSITIVE_INFINITY)))
        .isEqualTo("Every run of the grid diverged");
    assertThat(heading(point(1, 0.5, 3), point(2, 0.5, 1), point(4, 0.5, 2)))
        .isEqualTo("Every baseline has its optimum inside its grid");
  }

  private static String heading(GridPoint... points) {
    Results results = Results.empty().with(new Grid(List.of(points)));
    return new GridSection()
        .content(
            new RunRecord(
                SampleRecords.manifest(RunStatus.DONE, null), List.of(), results, null, null))
        .orElseThrow()
        .heading();
  }

  private static GridPoint point(double rate, double momentum, double loss) {
    return new GridPoint("flat", rate, momentum, loss, 0, false);
  }
}
