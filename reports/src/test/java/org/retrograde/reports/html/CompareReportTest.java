package org.retrograde.reports.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.SampleRecords;
import org.retrograde.reports.html.comparison.ComparedPage;
import org.retrograde.reports.html.comparison.ComparedRun;
import org.retrograde.reports.html.comparison.Comparison;
import org.retrograde.reports.html.comparison.SeedComparison;
import org.retrograde.reports.html.element.Content;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.ScheduleCurve;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.TrainingCurve;
import org.retrograde.reports.record.TrainingCurves;
import org.retrograde.reports.statistics.SeedVerdict;

/** Runs beside each other: every chart has all of them, each in its own colour. */
final class CompareReportTest {

  static Page page() {
    return CompareReport.page(comparison(run(1), run(1.2), run(0.7)));
  }

  private static Comparison comparison(RunRecord... records) {
    List<ComparedRun> runs = new ArrayList<>();
    for (RunRecord run : records) {
      String label = (char) ('A' + runs.size()) + " run";
      runs.add(new ComparedRun(label, "runs/" + label, run, List.of("tag")));
    }
    return new Comparison(
        SampleRecords.manifest(RunStatus.DONE, null),
        runs,
        List.of(new Comparison.Setting("seed", runs.stream().map(one -> "1").toList())));
  }

  private static RunRecord run(double factor) {
    Results results =
        Results.empty()
            .with(
                new Schedules(
                    List.of(curve("learning rate", "W1", factor), curve("learning rate", "b1", 2))))
            .with(
                new Judged(
                    List.of(judged(1, factor), judged(2, 1.1 * factor), judged(3, factor + 0.05))))
            .with(
                new TrainingCurves(
                    List.of(training("start", 1), training("tuned", factor), lost())));
    return new RunRecord(
        SampleRecords.manifest(RunStatus.DONE, null),
        SampleRecords.iterations(),
        results,
        null,
        null);
  }

  private static ScheduleCurve curve(String name, String group, double factor) {
    return new ScheduleCurve(
        name, group, List.of(1.0, 1.0, 1.0), List.of(factor, 2 * factor, 3 * factor));
  }

  private static JudgedRun judged(long seed, double loss) {
    JudgedRun.Score score = new JudgedRun.Score(loss, Double.NaN);
    return new JudgedRun(JudgedRun.TUNED, seed, null, score, score);
  }

  private static TrainingCurve training(String arm, double factor) {
    return new TrainingCurve(
        arm,
        64,
        1,
        List.of(0, 10, 20),
        List.of(100 * factor, 10 * factor, factor),
        List.of(1.0, 1.0, 1.0),
        List.of());
  }

  /** A seed that diverged soon. */
  private static TrainingCurve lost() {
    return new TrainingCurve(
        "tuned",
        64,
        2,
        List.of(0, 10),
        List.of(100.0, Double.POSITIVE_INFINITY),
        List.of(1.0, 1.0),
        List.of());
  }

  private static Figure figure(String id) {
    return page().sections().stream()
        .flatMap(section -> section.blocks().stream())
        .filter(block -> block instanceof Figure figure && figure.id().equals(id))
        .map(Figure.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thePageHasWhatTheRunsHaveInCommon() {
    assertThat(page().sections().stream().map(Content::id))
        .containsExactly(
            "runs",
            "seeds",
            "objective",
            "training",
            "schedules",
            "configs",
            "machines",
            "provenance");
    assertThat(page().verdict()).hasSize(2);
    String html = HtmlReport.render(page());
    assertThat(html).contains("A run", "B run", "C run", "charts.compared =");
  }

  @Test
  void aRunHasOneColourInAllCharts() {
    try (ChartScripts scripts = new ChartScripts()) {
      for (String id : List.of("chart-objective", "chart-training", "chart-schedule-0")) {
        JsonNode series = scripts.option(figure(id), "", 1000).get("series");
        assertThat(series).isNotEmpty();
        for (JsonNode line : series) {
          String name = line.get("name").asText();
          String colour = line.get("lineStyle").get("color").asText();
          assertThat(colour)
              .as("%s in %s", name, id)
              .isEqualTo(
                  switch (name) {
                    case "A run" -> "#0072b2";
                    case "B run" -> "#d55e00";
                    case "C run" -> "#00795a";
                    default -> "#5b6472"; // the key of what was before tuning
                  });
        }
      }
    }
  }

  @Test
  void theControlChoosesAnArmAndTheTunedOneComesFirst() {
    Figure training = figure("chart-training");
    assertThat(training.choices())
        .extracting(Figure.Choice::key)
        .containsExactly("tuned, width 64", "start, width 64");
    try (ChartScripts scripts = new ChartScripts()) {
      JsonNode option = scripts.option(training, "start, width 64", 1000);
      assertThat(option.get("series")).hasSize(3);
      assertThat(option.get("yAxis").get("type").asText()).isEqualTo("log"); // from 100 to 1
      JsonNode tuned = scripts.option(training, "tuned, width 64", 1000).get("series");
      assertThat(tuned).hasSize(3 * 3); // two seeds and their mean
      assertThat(tuned.get(1).get("data").get(1).get(1).isNull()).isTrue(); // a gap, no infinity
    }
  }

  @Test
  void eachRunIsJudgedAgainstTheFirst() {
    List<SeedComparison> found = SeedComparison.of(comparison(run(1), run(1.2), run(1)));
    assertThat(found).extracting(SeedComparison::second).containsExactly("B run", "C run");
    assertThat(found.get(0).figure()).isEqualTo("test loss after tuning");
    assertThat(found.get(0).verdict()).isEqualTo(SeedVerdict.WORSE);
    assertThat(found.get(1).verdictWords()).isEqualTo("the same");
  }

  @Test
  void whatOnlyOneRunHasIsNoSubject() {
    RunRecord bare =
        new RunRecord(
            SampleRecords.manifest(RunStatus.DONE, null), List.of(), Results.empty(), null, null);
    assertThat(ComparedPage.subjects(comparison(run(1), bare))).isEmpty();
    assertThat(ComparedPage.subjects(comparison(run(1), run(2), bare)))
        .containsExactly("Seeds", "Objective", "Training", "Schedules");
    assertThatThrownBy(() -> comparison(run(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two runs can be compared, got 1");
  }
}
