package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.element.Block;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.KeyFigure;
import org.retrograde.reports.html.element.Table;
import org.retrograde.reports.html.element.Tone;
import org.retrograde.reports.record.ClassJudgement;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.NumberJudgement;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;

final class QualitySectionTest {

  private static RunRecord record(Results results) {
    return new RunRecord(
        SampleRecords.manifest(RunStatus.DONE, null), List.of(), results, null, null);
  }

  private static Content content() {
    return new QualitySection().content(SampleRecords.measured()).orElseThrow();
  }

  private static KeyFigure key(Headline headline) {
    return new QualitySection().keyFigures(record(Results.empty().with(headline))).get(0);
  }

  private static Headline loss(List<Double> start, List<Double> tuned) {
    return loss(start, tuned, List.of());
  }

  private static Headline loss(List<Double> start, List<Double> tuned, List<Double> baseline) {
    return new Headline(
        "loss", "loss", "validation", 0, false, false, start, tuned, baseline, Double.NaN);
  }

  @Test
  void theHeadingHasTheFigureBeforeAndAfterAndOfTheBaseline() {
    assertThat(content().heading().replace('\u00a0', ' '))
        .isEqualTo(
            "Test accuracy: 51.00 % before tuning, 91.25 % after, 70.50 % with the baseline. Tuned"
                + " is better than the baseline, by +20.75 ± 9.53 points (95 % interval, 2 seeds)");
  }

  @Test
  void theTopOfThePageHasTheFigureWithNewsWhereTheSeedsBearIt() {
    KeyFigure gained = key(SampleRecords.headline());
    assertThat(gained.label()).isEqualTo("Test accuracy, tuned");
    assertThat(gained.value().replace('\u00a0', ' ')).isEqualTo("91.25 %");
    assertThat(gained.tone()).isEqualTo(Tone.GOOD);
    assertThat(key(loss(List.of(0.5, 0.6, 0.7), List.of(0.6, 0.7, 0.81))).tone())
        .as("a loss that rose")
        .isEqualTo(Tone.BAD);
    assertThat(key(loss(List.of(0.5, 0.6, 0.7), List.of(0.7, 0.6, 0.5))).tone())
        .as("within the spread of seeds")
        .isEqualTo(Tone.PLAIN);
    assertThat(key(loss(List.of(0.5), List.of())).label()).isEqualTo("Validation loss");
  }

  @Test
  void whatIsBetterThanItsStartAndWorseThanTheBaselineIsBadNews() {
    List<Double> start = List.of(0.5, 0.6, 0.7);
    List<Double> tuned = List.of(0.4, 0.5, 0.61);
    Headline worse = loss(start, tuned, List.of(0.3, 0.4, 0.5));
    assertThat(key(worse).tone()).isEqualTo(Tone.BAD);
    assertThat(worse.verdictWords())
        .isEqualTo(
            "tuned is worse than the baseline, by +0.1033 ± 0.0143 (95 % interval, 3 seeds)");
    assertThat(key(loss(start, tuned)).tone()).as("the control").isEqualTo(Tone.GOOD);
    assertThat(key(loss(start, tuned, List.of(0.5, 0.4, 0.61))).tone()).isEqualTo(Tone.PLAIN);
  }

  @Test
  void aSeedThatDivergedIsCountedAndInNoMean() {
    double lost = Double.POSITIVE_INFINITY;
    Headline headline = loss(List.of(0.5, lost, 0.7), List.of(0.4, lost, lost));
    assertThat(headline.shown(headline.start())).isEqualTo("0.6000 (1 of 3 diverged)");
    assertThat(headline.verdictWords())
        .isEqualTo(
            "one seed does not tell tuned from the settings before tuning: -0.1000; tuned: 2 of 3"
                + " diverged");
    assertThat(key(headline).tone()).isEqualTo(Tone.BAD);
    assertThat(headline.shown(List.of(lost, lost))).isEqualTo("diverged");
    List<Double> better = List.of(0.3, 0.4, 0.51, lost);
    assertThat(key(loss(List.of(0.5, 0.6, 0.7, 0.8), better)).tone())
        .as("better where both finished, but not good news")
        .isEqualTo(Tone.PLAIN);
  }

  @Test
  void thatOtherRowsWouldGiveOtherFiguresIsSaidWithTheirStandardError() {
    assertThat(SampleRecords.headline().rowsWords())
        .isEqualTo(
            "spreads and intervals are over seeds, all on these 180 test rows; with other rows, as"
                + " many, the accuracy would vary by a standard error of 2.1 points");
    assertThat(loss(List.of(0.5), List.of()).rowsWords())
        .endsWith("; other rows would give other figures");
  }

  @Test
  void aConstantAnswerStandsBesideWhatWasTuned() {
    Table summed = (Table) content().blocks().get(0);
    assertThat(summed.rows())
        .extracting(row -> row.get(0).text() + " " + row.get(1).text())
        .contains("constant answer 0.400 ± 0");
  }

  @Test
  void aHeadlineAloneHasNoSection() {
    RunRecord alone = record(Results.empty().with(loss(List.of(0.5), List.of(0.4))));
    assertThat(new QualitySection().content(alone)).isEmpty();
  }

  @Test
  void aBestRateAtTheEdgeIsSaid() {
    assertThat(content().blocks())
        .anyMatch(
            block ->
                block instanceof Block.Paragraph words && words.text().contains("at the edge"));
    assertThat(SampleRecords.baseline().endsAtTheEdge()).isTrue();
  }

  @Test
  void aConfusionMatrixIsColouredByThePartOfTheClass() {
    Table confusion =
        content().blocks().stream()
            .filter(block -> block instanceof Table table && "tuned".equals(table.choice()))
            .map(Table.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(confusion.header()).containsExactly("is \\ taken for", "cat", "dog");
    assertThat(confusion.rows().get(1).get(0).text()).isEqualTo("dog");
    assertThat(confusion.rows().get(1).get(2).text()).isEqualTo("16");
    assertThat(confusion.rows().get(1).get(2).colour()).isEqualTo("--heat: 80%");
    assertThat(confusion.rows().get(0).get(2).colour()).as("no row").isNull();
  }

  @Test
  void aConfusionOfOtherThanItsClassesIsRefused() {
    assertThatThrownBy(
            () ->
                new ClassJudgement(
                    "tuned",
                    "test",
                    List.of("cat", "dog"),
                    List.of(List.of(1L), List.of(2L)),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 classes are taken for as many, got 1");
  }

  @Test
  void residualsAreCountedAround0() {
    List<NumberBlocks.Bar> bars =
        NumberBlocks.residuals(
            List.of(
                new NumberJudgement.Point(1, 3.1),
                new NumberJudgement.Point(1, -1.1),
                new NumberJudgement.Point(4, 4),
                new NumberJudgement.Point(5, 5.05)));
    assertThat(bars).hasSize(21);
    assertThat(bars.get(0).rows()).isEqualTo(1);
    assertThat(bars.get(10)).isEqualTo(new NumberBlocks.Bar(0, 2));
    assertThat(bars.get(20).rows()).isEqualTo(1);
    assertThat(bars.get(20).middle()).isEqualTo(2);
    assertThat(NumberBlocks.residuals(List.of(new NumberJudgement.Point(1, 1))).get(10).rows())
        .isEqualTo(1);
  }
}
