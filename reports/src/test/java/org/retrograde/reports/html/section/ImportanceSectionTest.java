package org.retrograde.reports.html.section;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.Importance;

final class ImportanceSectionTest {

  private static final List<Double> START = List.of(0.3, 0.31, 0.29);

  @Test
  void whatRisesAboveTheNoiseComesFirstAndNoiseLast() {
    Content content =
        content(
            of("small", List.of(0.010, 0.011, 0.009)),
            of("noise", List.of(3.0, -2.5, 0.2)),
            of("large", List.of(-0.10, -0.11, -0.09)));

    assertThat(content.heading())
        .isEqualTo(
            "After tuning, 2 of 3 derivatives are above the noise of seeds, most that of the large"
                + " of all groups");
    List<List<Cell>> rows = table(content).rows();
    assertThat(rows)
        .extracting(row -> row.get(0).text())
        .containsExactly("large of all groups", "small of all groups", "noise of all groups");
    assertThat(rows).extracting(row -> row.get(2).detail()).containsExactly("", "", "noise");
    assertThat(rows.get(0).get(2).text()).startsWith("−0.100 ± 0.0248");
  }

  @Test
  void nothingButNoiseIsSaidToBeSo() {
    assertThat(content(of("noise", List.of(3.0, -2.5, 0.2))).heading())
        .isEqualTo("After tuning, no derivative rises above the noise of seeds");
  }

  @Test
  void anOlderRecordHasMeansAloneAndNoWordOfNoise() {
    Content content =
        content(
            new Importance("rate", "W1", 1, 0.1, List.of(), List.of()),
            new Importance("rate", "W2", 1, -0.2, List.of(), List.of()));

    assertThat(content.heading())
        .isEqualTo("After tuning, the loss depends most on the rate of W2");
    assertThat(table(content).rows().get(0).get(2)).isEqualTo(Cell.number("−0.200"));
    assertThat(((Figure) content.blocks().get(0)).words().explanation())
        .contains("no spread over seeds");
  }

  @Test
  void howManyGotSmallerIsCountedAndNotClaimed() {
    Content content =
        content(of("less", List.of(0.1, 0.11, 0.09)), of("more", List.of(1.0, 1.1, 0.9)));

    assertThat(((Figure) content.blocks().get(0)).words().explanation())
        .contains("Tuning made 1 of 2 smaller in size");
  }

  private static Importance of(String name, List<Double> tuned) {
    return Importance.of(name, "all", START, tuned);
  }

  private static Content content(Importance... importances) {
    return new ImportanceContent(List.of(importances), List.of()).content();
  }

  private static Table table(Content content) {
    return requireNonNull(((Figure) content.blocks().get(0)).table());
  }
}
