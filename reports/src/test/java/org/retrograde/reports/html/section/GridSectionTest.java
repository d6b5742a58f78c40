package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.record.GridPoint;

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
  }

  private static GridPoint point(double rate, double momentum, double loss) {
    return new GridPoint("flat", rate, momentum, loss, 0, false);
  }
}
