package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.reports.record.Baseline;
import org.retrograde.reports.record.ClassJudgement;
import org.retrograde.reports.record.ClassJudgements;
import org.retrograde.reports.record.Headline;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.JudgedRun;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.RunDirectory;

/** What was tuned is judged, beside a baseline. */
final class JudgeRunTest {

  private static final List<String> SMALL =
      List.of("--set=transfer=null", "--set=reversal=null", "--set=judge.seeds=2");

  @TempDir private static Path folder = Path.of("");
  private static Invocation tuned = new Invocation(0, "", "");
  private static Results results = Results.empty();

  private static Invocation run(String name, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "smoke", "--out=" + folder.resolve(name)));
    arguments.addAll(SMALL);
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray(String[]::new));
  }

  private static Results results(String name) throws IOException {
    return RunDirectory.open(folder.resolve(name)).read().results();
  }

  @BeforeAll
  static void tune() throws IOException {
    tuned =
        run(
            "tuned",
            "--set=judge.metric=macro-f1",
            "--set=judge.baseline={learning-rates: [0.01, 0.03], seeds: 2}");
    assertThat(tuned.code()).as(tuned.err()).isEqualTo(ExitCode.DONE);
    results = results("tuned");
  }

  private static List<JudgedRun.Score> test(Results of, String settings) {
    return of.all(Judged.class).stream()
        .filter(run -> run.settings().equals(settings))
        .map(JudgedRun::test)
        .toList();
  }

  @Test
  void theLastLinesAreTheUsersFigureBeforeAndAfterAndOfTheBaselineWithAVerdict() {
    assertThat(tuned.out())
        .containsPattern(
            "cost of tuning [1-9]\\d+ trainings, .* s; of the baseline 4 trainings, .* s.*\\Rtest"
                + " macro F1 on 2 unseen seeds: 0\\.\\d{4} before tuning, 0\\.\\d{4} after,"
                + " 0\\.\\d{4} with the baseline, 0\\.\\d{4} by a constant answer\\R(tuned is|the"
                + " seeds do not tell tuned from) .*the baseline.* \\+- .* \\(95 % interval, 2"
                + " seeds\\)\\Rspreads and intervals are over seeds, all on these 100 test rows;"
                + " .*\\Rreport: ");
  }

  @Test
  void theHeadlineIsTheFigureOfTheJudgedRuns() {
    Headline headline = results.find(Headline.class).orElseThrow();
    List<ClassJudgement> classes = results.all(ClassJudgements.class);
    assertThat(classes)
        .extracting(ClassJudgement::settings)
        .containsExactly("start", "tuned", "baseline");
    assertThat(headline.start()).isEqualTo(classes.get(0).macroF1s());
    assertThat(headline.tuned()).isEqualTo(classes.get(1).macroF1s());
    assertThat(headline.baseline()).isEqualTo(classes.get(2).macroF1s());
  }

  @Test
  void accuracyConfusionAndBinsAgreeWithTheErrorThatTheDeviceCounts() {
    for (ClassJudgement one : results.all(ClassJudgements.class)) {
      List<Double> errors =
          test(results, one.settings()).stream().map(JudgedRun.Score::error).toList();
      assertThat(one.accuracies()).isEqualTo(errors.stream().map(error -> 1 - error).toList());
      long rows = one.confusion().stream().flatMap(List::stream).mapToLong(count -> count).sum();
      assertThat(rows).as("test rows of two seeds").isEqualTo(200);
      assertThat(one.bins().stream().mapToLong(ClassJudgement.Bin::rows).sum()).isEqualTo(200);
      long right = 0;
      for (int c = 0; c < one.classes().size(); c++) {
        right += one.confusion().get(c).get(c);
      }
      assertThat(right)
          .isEqualTo(Math.round(errors.stream().mapToDouble(error -> 100 * (1 - error)).sum()));
    }
  }

  @Test
  void theBaselineIsAdamWWithACosineToTheBit() throws IOException {
    double best = results.find(Baseline.class).map(Baseline::best).orElseThrow();
    Invocation byHand =
        run(
            "by-hand",
            "--set=tune=null",
            "--set=training.optimizer=adamw",
            "--set=training.weight-decay=0.01",
            "--set=training.schedule=cosine",
            "--set=training.warmup=0.1",
            "--set=training.learning-rate=" + best);
    assertThat(byHand.code()).as(byHand.err()).isEqualTo(ExitCode.DONE);
    List<JudgedRun.Score> scores = test(results("by-hand"), "start");
    assertThat(scores).hasSize(2).isEqualTo(test(results, "baseline"));
    assertThat(scores).as("the control").isNotEqualTo(test(results, "start"));
    assertThat(byHand.out())
        .containsPattern(
            "test accuracy on 2 unseen seeds: \\d+\\.\\d\\d %, .* a constant answer\\Rspreads ")
        .doesNotContain("baseline");
  }

  @Test
  void jsonHasTheHeadlineAndTheCosts() {
    Invocation json =
        Invocation.of(
            "run",
            "smoke",
            "--out=" + folder.resolve("tuned"),
            "--resume",
            "--json",
            SMALL.get(0),
            SMALL.get(1),
            SMALL.get(2),
            "--set=judge.metric=macro-f1",
            "--set=judge.baseline={learning-rates: [0.01, 0.03], seeds: 2}");
    assertThat(json.code()).as(json.err()).isEqualTo(ExitCode.DONE);
    assertThat(json.out())
        .contains("\"headline\" : {", "\"metric\" : \"macro-f1\"", "\"before\" :", "\"after\" :")
        .contains(
            "\"against\" : \"baseline\"", "\"halfWidth\" :", "\"constant\" :", "\"rows\" : 100")
        .contains("\"costOfTuning\" : {", "\"trainings\" : 4.0", "\"macroF1\" :");
  }

  @Test
  void aMetricThatTheDataDoNotHaveIsRefusedBeforeAnythingIsTrained() {
    Invocation refused = run("refused", "--dry-run", "--set=judge.metric=r2");
    assertThat(refused.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(refused.err())
        .contains("judge.metric: r2 is not defined here; use one of accuracy, error, loss");
  }

  @Test
  void trainingsAreCountedBefore() {
    assertThat(run("dry", "--dry-run").out())
        .contains("judging, baseline included: 20 trainings of 20 steps")
        .containsPattern(
            "tuning: \\d+ hypergradients, each about as long as 4 trainings, and \\d+ ");
  }

  /** At this rate some seeds leave the numbers and some do not. */
  @Test
  void seedsThatDivergedAreCountedAndInNoMean() throws IOException {
    Invocation lost =
        run("lost", "--set=tune=null", "--set=judge.seeds=6", "--set=training.learning-rate=30");
    assertThat(lost.code()).as(lost.err()).isEqualTo(ExitCode.DONE);
    List<JudgedRun.Score> scores = test(results("lost"), "start");
    List<JudgedRun.Score> finished =
        scores.stream().filter(score -> Double.isFinite(score.loss())).toList();
    assertThat(finished.size()).as("some").isBetween(1, 5);
    double mean = finished.stream().mapToDouble(JudgedRun.Score::error).average().orElseThrow();
    assertThat(lost.out())
        .contains(
            String.format(
                Locale.ROOT,
                "test accuracy on 6 unseen seeds: %.2f %% (%d of 6 diverged)",
                100 * (1 - mean),
                6 - finished.size()));
    assertThat(results("lost").all(ClassJudgements.class).get(0).accuracies())
        .hasSameSizeAs(finished);
    assertThat(Files.readString(folder.resolve("lost/report.html")))
        .contains("%d of 6 diverged".formatted(6 - finished.size()));
  }
}
