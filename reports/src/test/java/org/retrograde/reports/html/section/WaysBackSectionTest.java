package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Cell;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.record.MeasuredCost;
import org.retrograde.reports.record.Plan;
import org.retrograde.reports.record.PlannedStrategy;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class WaysBackSectionTest {

  private static final PlannedStrategy REPLAY =
      new PlannedStrategy(
          "replay", Double.NaN, Double.NaN, 0, false, "Adam's steps cannot be undone");
  private static final PlannedStrategy STORED =
      new PlannedStrategy("stored", 300, 1.834, 88_080_000, true, null);

  @Test
  void everyWayHasItsCostAndTheChosenOneIsMarked() {
    Content section = section(SampleRecords.plan());

    assertThat(texts(section, 1))
        .containsExactly(
            List.of("replay", "undoes each step to the bit", "400", "2.41", "2.75", "✓\u00a0yes"),
            List.of("stored", "keeps every state", "300", "1.83", "88.1", "✗\u00a0no"),
            List.of(
                "checkpoints",
                "keeps some states and trains again from each",
                "390",
                "2.36",
                "17.6",
                "✓\u00a0yes"),
            List.of(
                "recursive",
                "keeps few states and divides the steps between them again and again",
                "668",
                "4.05",
                "6.17",
                "✓\u00a0yes"));
    assertThat(table(section, 1).rows().stream().map(row -> row.get(0).detail()))
        .containsExactly("✓\u00a0chosen", "", "", "");
    assertThat(table(section, 1).header()).endsWith("fits the budget");
  }

  @Test
  void thePredictionStandsBesideTheMeasurementWithTheirRatio() {
    Content section = section(SampleRecords.plan());

    assertThat(section.heading())
        .isEqualTo("The chosen way back, replay, took 2.68 s and 2.80 MB for one hypergradient");
    assertThat(texts(section, 2))
        .containsExactly(
            List.of("seconds", "2.41", "2.68", "1.11"),
            List.of("memory, MB", "2.75", "2.80", "1.02"));
    assertThat(words(section)).contains("Only replay was measured", "50.0 MB beyond the data");
  }

  @Test
  void withoutAMeasurementThePageSaysThatAllWasPredicted() {
    Content section = section(plan(100_000_000L, null));

    assertThat(section.heading()).contains("stored, should take 1.83 s and 88.1 MB");
    assertThat(section.blocks()).hasSize(2);
    assertThat(words(section)).contains("All of these figures are predictions");
  }

  @Test
  void aWayThatDoesNotApplyHasItsNoteAndNoFigures() {
    Content section = section(plan(null, null));

    assertThat(table(section, 1).header()).endsWith("applies");
    assertThat(texts(section, 1))
        .containsExactly(
            List.of("replay", "undoes each step to the bit", "–", "–", "–", "✗\u00a0no"),
            List.of("stored", "keeps every state", "300", "1.83", "88.1", "✓\u00a0yes"));
    assertThat(table(section, 1).rows().get(0).get(1).detail())
        .isEqualTo("Adam's steps cannot be undone");
    assertThat(words(section)).contains("Memory was not limited");
  }

  @Test
  void aChosenWayThatBreaksTheBudgetIsCalledOut() {
    PlannedStrategy tooLarge = new PlannedStrategy("stored", 300, 1.8, 88_080_000, false, null);
    Plan plan = new Plan(100, 55_050, 1_000_000L, List.of(tooLarge), "stored", null);

    assertThat(words(section(plan))).contains("stored, does not fit");
    assertThat(words(section(SampleRecords.plan()))).doesNotContain("does not fit");
  }

  @Test
  void aPredictionOfNothingHasNoRatio() {
    PlannedStrategy unknown = new PlannedStrategy("stored", 0, 0, 0, true, null);
    Plan plan =
        new Plan(100, 10, null, List.of(unknown), "stored", new MeasuredCost(1.5, 1_000_000));

    assertThat(texts(section(plan), 2))
        .containsExactly(
            List.of("seconds", "–", "1.50", "–"), List.of("memory, MB", "–", "1.00", "–"));
  }

  @Test
  void thereIsNoSectionWithoutAPlan() {
    assertThat(new WaysBackSection().content(record(Results.empty()))).isEmpty();
  }

  private static Plan plan(@Nullable Long budget, @Nullable MeasuredCost measured) {
    return new Plan(100, 55_050, budget, List.of(REPLAY, STORED), "stored", measured);
  }

  private static Content section(Plan plan) {
    return new WaysBackSection().content(record(Results.empty().with(plan))).orElseThrow();
  }

  private static String words(Content section) {
    return ((Block.Paragraph) section.blocks().get(0)).text();
  }

  private static Table table(Content section, int block) {
    return (Table) section.blocks().get(block);
  }

  private static List<List<String>> texts(Content section, int block) {
    return table(section, block).rows().stream()
        .map(row -> row.stream().map(Cell::text).toList())
        .toList();
  }

  private static RunRecord record(Results results) {
    return new RunRecord(
        SampleRecords.manifest(RunStatus.DONE, null), List.of(), results, null, null);
  }
}
