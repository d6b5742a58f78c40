package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.example.Backwards;
import org.retrograde.experiments.example.RepeatedLosses;
import org.retrograde.reports.record.Judged;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.Searches;

/**
 * A problem, a phase with its finding and its section, and a trial engine that no class of this
 * program knows, each by its word in a YAML file.
 */
final class OwnAdditionsTest {

  private static final String YAML =
      """
      name: mine
      problem: {springs: {springs: 5}}
      run: {engine: backwards}
      training: {steps: 20, learning-rate: 0.4, momentum: 0.5}
      tune:
        iterations: 3
        seeds: 2
        check-seeds: 2
        meta-optimizer: {step: 0.1}
        hyperparameters:
          - {name: learning-rate, per: all, knots: 3}
          - {name: init-scale, per: group}
      search: {methods: [random], runs: 4, judge-seeds: 2}
      judge: {seeds: 2}
      repeated: {seeds: 4}
      """;

  @TempDir private static Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static RunRecord record;

  @BeforeAll
  static void run() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.yaml"), YAML);
    Invocation result = Invocation.of("run", file.toString(), "--out=" + folder.resolve("run"));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    record = RunDirectory.open(folder.resolve("run")).read();
  }

  @Test
  void aPhaseAloneIsAnExperiment() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("alone.yaml"),
            """
            name: alone
            problem: springs
            training: {steps: 5, learning-rate: 0.1}
            repeated: {seeds: 2}
            """);
    Invocation result = Invocation.of("run", file.toString(), "--out=" + folder.resolve("alone"));
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(
            RunDirectory.open(folder.resolve("alone")).read().results().find(RepeatedLosses.class))
        .isPresent();
  }

  @Test
  void theProblemIsTunedSearchedAndJudged() {
    assertThat(record.iterations()).hasSize(4);
    assertThat(record.iterations().get(3).checkObjective())
        .isLessThan(record.iterations().get(0).checkObjective());
    assertThat(record.results().all(Searches.class)).hasSize(2);
    assertThat(record.results().all(Judged.class))
        .hasSize(4)
        .allSatisfy(run -> assertThat(run.training()).isNull())
        .allSatisfy(run -> assertThat(run.test()).isNotNull());
  }

  @Test
  void defaultsOfItsSchemaAreFilledIn() throws IOException {
    assertThat(Files.readString(folder.resolve("run/config.yaml")))
        .contains("springs: 5", "stiffening: 0.1", "engine: backwards", "seeds: 4");
  }

  @Test
  void theFindingOfThePhaseIsInTheResultsAndInTheReport() throws IOException {
    RepeatedLosses found = record.results().find(RepeatedLosses.class).orElseThrow();
    assertThat(found.losses()).hasSize(4).doesNotHaveDuplicates();
    assertThat(Files.readString(folder.resolve("run/report.html"))).contains("From seed to seed");
    assertThat(record.manifest().seeds()).containsKey("repeated");
  }

  /** Who runs the trials when is no part of any result. */
  @Test
  void theEngineRunsEveryTrialAndChangesNoBit() throws IOException {
    assertThat(Backwards.RUN.get()).isPositive();
    Invocation threads =
        Invocation.of(
            "run",
            folder.resolve("mine.yaml").toString(),
            "--out=" + folder.resolve("threads"),
            "--set=run.engine=threads");
    assertThat(threads.code()).as(threads.err()).isEqualTo(ExitCode.DONE);
    RunRecord other = RunDirectory.open(folder.resolve("threads")).read();
    assertThat(other.results().find(RepeatedLosses.class))
        .isEqualTo(record.results().find(RepeatedLosses.class));
    assertThat(other.results().all(Judged.class)).isEqualTo(record.results().all(Judged.class));
    assertThat(tuned(other)).isEqualTo(tuned(record)).contains("LEARNING_RATE");
  }

  private static String tuned(RunRecord of) {
    String recipe = String.valueOf(of.recipe());
    return recipe.substring(recipe.indexOf("\"tuned\""), recipe.indexOf("\"config\""));
  }

  @Test
  void everyCommandKnowsTheProblem() {
    String config = folder.resolve("run/config.yaml").toString();
    Invocation plan = Invocation.of("plan", config);
    assertThat(plan.out()).as(plan.err()).contains("<- chosen");
    Invocation check = Invocation.of("check", config, "--set=run.precision=float64");
    assertThat(check.code()).as(check.out() + check.err()).isEqualTo(ExitCode.DONE);
    Invocation transfer =
        Invocation.of("transfer", folder.resolve("run/recipe.json").toString(), "--seeds=2");
    assertThat(transfer.code()).as(transfer.err()).isEqualTo(ExitCode.DONE);
    Invocation wider =
        Invocation.of("transfer", folder.resolve("run/recipe.json").toString(), "--width=1");
    assertThat(wider.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(wider.err()).contains("--width", "problem springs has no widths");
    Invocation export =
        Invocation.of("export", folder.resolve("run/recipe.json").toString(), "--to=pytorch");
    assertThat(export.err()).contains("problem springs has no widths");
  }

  @Test
  void aKeyThatTheProblemDoesNotHaveIsAnErrorWithItsLine() throws IOException {
    Path file =
        Files.writeString(folder.resolve("wrong.yaml"), YAML.replace("springs: 5", "sprongs: 5"));
    Invocation result = Invocation.of("run", file.toString());
    assertThat(result.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err()).contains("wrong.yaml:2", "unknown key 'sprongs'", "springs");
  }

  @Test
  void whatItsRecordsRefuseIsAnErrorWithItsLine() throws IOException {
    String wrong =
        YAML.replace("springs: 5", "springs: 1001")
            .replace("repeated: {seeds: 4}", "repeated: {seeds: 13}");
    Path file = Files.writeString(folder.resolve("refused.yaml"), wrong);
    Invocation result = Invocation.of("run", file.toString());
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err())
        .contains(
            "refused.yaml:2",
            "springs * stiffening must be at most 100",
            "13 seeds bring bad luck");
  }
}
