package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.SweptRates;

/** Sweeps over learning rates beside what was published of them. */
final class SweepSectionTest {

  private static final SweptRates STAYS = SampleRecords.sweeps().all().get(0);
  private static final SweptRates MOVES = SampleRecords.sweeps().all().get(1);

  @Test
  void aBestRateThatIsTheSameAtEveryWidthStaysAndOneThatCostsTooMuchMoves() {
    assertThat(STAYS.staysByBestRate()).isTrue();
    assertThat(STAYS.staysByRegret()).isTrue();
    assertThat(STAYS.widerIsBetter()).isTrue();
    assertThat(MOVES.staysByBestRate()).isFalse();
    assertThat(MOVES.staysByRegret()).isFalse();
    assertThat(MOVES.largestRegret()).isEqualTo(0.5);
  }

  @Test
  void theTableHasBothVerdictsBesideThePublishedOne() {
    Content content = new SweepSection().content(SampleRecords.baselines()).orElseThrow();
    List<List<Cell>> rows = ((Table) content.blocks().get(0)).rows();
    assertThat(rows.get(0).subList(1, 4)).extracting(Cell::text).containsExactly("stays", "0", "0");
    assertThat(rows.get(0).subList(8, 10)).extracting(Cell::text).containsExactly("stays", "stays");
    assertThat(rows.get(1).subList(1, 4)).extracting(Cell::text).containsExactly("stays", "0", "1");
    assertThat(rows.get(1).subList(8, 10)).extracting(Cell::text).containsExactly("moves", "moves");
    assertThat(content.heading())
        .isEqualTo("The best learning rate stays good at every width in 1 of 2 sweeps");
  }

  @Test
  void theKeyFiguresCountThoseThatCameOutAsPublished() {
    assertThat(new SweepSection().keyFigures(SampleRecords.baselines()))
        .extracting(KeyFigure::value)
        .containsExactly("1 of 2", "1 of 2");
  }
}
