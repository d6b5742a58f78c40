package org.retrograde.experiments.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.experiments.runner.ExperimentRunner;
import org.retrograde.experiments.runner.LoadedExperiment;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.TrainingCurve;
import org.retrograde.reports.record.TrainingCurves;

/** Whole runs, and what is told of them. */
final class TrackedRunsTest {

  private static final String JUDGE = "judge={seeds: 2, baseline: {learning-rates: []}}";

  @TempDir private Path folder = Path.of("");

  @Test
  void mlflowIsToldAllOfARun() throws IOException, InterruptedException {
    try (MlflowServer server = new MlflowServer()) {
      RunRecord record = run("whole", new Listening(), JUDGE, "run.mlflow=" + server.address());

      MlflowServer.Run told = server.runs().get(0);
      assertThat(server.runs()).hasSize(1);
      assertThat(told.name).isEqualTo("whole");
      assertThat(told.tags)
          .containsEntry("made-by", "retrograde")
          .containsKey("mlflow.note.content");
      assertThat(told.parameters)
          .containsEntry("training.steps", "20")
          .containsEntry("training.schedule", "flat")
          .containsKeys("seeds.tune", "version.Retrograde", "version.Java", "run.mlflow");
      assertThat(told.values("objective")).isEqualTo(objectives(record)).hasSizeGreaterThan(3);
      assertThat(told.steps("objective")).startsWith(0L, 1L, 2L);
      assertThat(told.values("hyperparameter/learning rate/W1"))
          .startsWith(1.0)
          .doesNotHaveDuplicates();
      TrainingCurve curve =
          record.results().all(TrainingCurves.class).stream()
              .filter(one -> one.arm().equals("tuned"))
              .findFirst()
              .orElseThrow();
      assertThat(told.values("tuned/training-loss")).isEqualTo(curve.losses());
      assertThat(told.steps("tuned/relative-update/W1"))
          .isEqualTo(curve.steps().stream().map(Integer::longValue).toList());
      assertThat(told.steps("tuned/relative-update/b1")).doesNotContain(0L); // infinite there
      assertThat(told.values("tuned/final/test-loss")).hasSize(1);
      assertThat(told.files.keySet())
          .containsExactlyInAnyOrder(
              "report.html",
              "recipe.json",
              "config.yaml",
              "results.json",
              "metrics.jsonl",
              "manifest.json");
      assertThat(new String(told.files.get("config.yaml"), StandardCharsets.UTF_8))
          .isEqualTo(record.config());
      assertThat(told.statuses).containsExactly("RUNNING", "FINISHED");
    }
  }

  @Test
  void aRunThatIsResumedGoesOnAsTheSameRunOfMlflowAndTellsNothingTwice()
      throws IOException, InterruptedException {
    try (MlflowServer server = new MlflowServer()) {
      String mlflow = "run.mlflow=" + server.address();
      RunDirectory directory = RunDirectory.create(folder.resolve("cut"));
      assertThatThrownBy(() -> runner(directory, new Interrupting("tune", 2), JUDGE, mlflow).run())
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
      MlflowServer.Run told = server.runs().get(0);
      assertThat(told.statuses).endsWith("KILLED");
      int before = told.steps("objective").size();
      assertThat(before).isPositive();

      RunDirectory same = RunDirectory.resume(directory.root(), null);
      runner(same, new Listening(), JUDGE, mlflow, "run.jobs=1").run();

      assertThat(server.runs()).hasSize(1);
      assertThat(told.statuses).containsExactly("RUNNING", "KILLED", "RUNNING", "FINISHED");
      assertThat(told.steps("objective")).doesNotHaveDuplicates().hasSizeGreaterThan(before);
      assertThat(told.values("objective")).isEqualTo(objectives(same.read()));
    }
  }

  @Test
  void aRunWhoseNumberTheServerHasLostBeginsAnew() throws IOException, InterruptedException {
    try (MlflowServer server = new MlflowServer()) {
      String mlflow = "run.mlflow=" + server.address();
      RunDirectory directory = RunDirectory.create(folder.resolve("lost"));
      assertThatThrownBy(() -> runner(directory, new Interrupting("tune", 2), mlflow).run())
          .isInstanceOf(InterruptedException.class);
      server.forget();

      runner(RunDirectory.resume(directory.root(), null), new Listening(), mlflow).run();

      assertThat(server.runs()).hasSize(1);
      assertThat(server.runs().get(0).steps("objective")).contains(0L, 1L, 2L, 3L);
    }
  }

  @Test
  void aRunThatFailsHasFailedThereToo() throws IOException {
    try (MlflowServer server = new MlflowServer()) {
      RunDirectory directory = RunDirectory.create(folder.resolve("failing"));
      assertThatThrownBy(
              () ->
                  runner(
                          directory,
                          new Listening(),
                          "tune=null",
                          "judge={seeds: 1}",
                          "training.learning-rate=1e4",
                          "run.mlflow=" + server.address())
                      .run())
          .isInstanceOf(DivergedTrialException.class);

      assertThat(server.runs().get(0).statuses).containsExactly("RUNNING", "FAILED");
      assertThat(server.runs().get(0).files).containsKey("report.html");
    }
  }

  @Test
  void withoutAServerARunIsTheSameAndSaysItOnce() throws IOException, InterruptedException {
    String nobody;
    try (MlflowServer server = new MlflowServer()) {
      nobody = server.address();
    }
    Listening listening = new Listening();

    RunRecord record = run("unheard", listening, "run.mlflow=" + nobody);

    RunRecord alone = run("alone", new Listening());
    assertThat(record.manifest().status()).isEqualTo(RunStatus.DONE);
    assertThat(record.manifest().finalStateHash()).isEqualTo(alone.manifest().finalStateHash());
    assertThat(objectives(record)).isEqualTo(objectives(alone));
    assertThat(listening.lines.stream().filter(line -> line.contains("does not answer")))
        .singleElement()
        .asString()
        .contains(nobody, "the run goes on", "mlflow server", "run.mlflow");
    assertThat(listening.lines)
        .anySatisfy(line -> assertThat(line).contains("was not told everything"));
  }

  @Test
  void filesThatTheServerDoesNotTakeAreSaidAndTheRunIsFinishedThere()
      throws IOException, InterruptedException {
    try (MlflowServer server = new MlflowServer()) {
      server.keepArtifactsAt("file:/elsewhere");
      Listening listening = new Listening();

      run("elsewhere", listening, "run.mlflow=" + server.address());

      assertThat(server.runs().get(0).statuses).containsExactly("RUNNING", "FINISHED");
      assertThat(listening.lines)
          .anySatisfy(line -> assertThat(line).contains("refuses", "--serve-artifacts"));
    }
  }

  @Test
  void tensorBoardFindsTheRunAndEachArmInFoldersOfTheirOwn()
      throws IOException, InterruptedException {
    RunRecord record = run("board", new Listening(), JUDGE, "run.tensorboard=true");

    Path board = folder.resolve("board").resolve("tensorboard");
    Events own = Events.in(board);
    assertThat(own.values("objective"))
        .isEqualTo(objectives(record).stream().map(value -> (double) value.floatValue()).toList());
    assertThat(own.text("parameters")).contains("| training.steps | 20 |");
    TrainingCurve curve =
        record.results().all(TrainingCurves.class).stream()
            .filter(one -> one.arm().equals("start"))
            .findFirst()
            .orElseThrow();
    assertThat(Events.in(board.resolve("start")).steps("training-loss"))
        .isEqualTo(curve.steps().stream().map(Integer::longValue).toList());
    assertThat(Events.in(board.resolve("tuned")).values("final/test-loss")).hasSize(1);
  }

  @Test
  void aResumedRunHasItsEventsOnce() throws IOException, InterruptedException {
    String shared = "run.tensorboard=" + folder.resolve("logs");
    RunDirectory directory = RunDirectory.create(folder.resolve("cut"));
    assertThatThrownBy(() -> runner(directory, new Interrupting("tune", 2), shared).run())
        .isInstanceOf(InterruptedException.class);
    assertThat(Events.in(folder.resolve("logs/cut")).steps("objective")).isNotEmpty();

    runner(RunDirectory.resume(directory.root(), null), new Listening(), shared).run();

    Events events = Events.in(folder.resolve("logs/cut"));
    assertThat(events.steps("objective"))
        .hasSize(objectives(directory.read()).size())
        .doesNotHaveDuplicates()
        .startsWith(0L, 1L);
    try (Stream<Path> runs = Files.list(folder.resolve("logs"))) {
      assertThat(runs).hasSize(1);
    }
  }

  /** Returns the objectives of a run; after its last iteration there is none. */
  private static List<Double> objectives(RunRecord record) {
    return record.iterations().stream()
        .map(MetaIteration::objective)
        .filter(Double::isFinite)
        .toList();
  }

  private RunRecord run(String name, Listening progress, String... overrides)
      throws IOException, InterruptedException {
    RunDirectory directory = RunDirectory.create(folder.resolve(name));
    runner(directory, progress, overrides).run();
    return directory.read();
  }

  private static ExperimentRunner runner(
      RunDirectory directory, Listening progress, String... overrides) {
    List<String> all = new ArrayList<>(List.of("transfer=null", "reversal=null"));
    all.addAll(List.of(overrides));
    return new ExperimentRunner(
        LoadedExperiment.load(ConfigReader.readBuiltin("smoke", all), List.of()),
        directory,
        progress);
  }

  /** Keeps what is said. */
  private static class Listening extends SilentProgress {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void say(String line) {
      lines.add(Objects.requireNonNull(line));
    }
  }

  /** Stands for Ctrl-C after some steps of a phase. */
  private static final class Interrupting extends Listening {
    private final String phase;
    private int left;
    private boolean there;

    Interrupting(String phase, int steps) {
      this.phase = phase;
      this.left = steps;
    }

    @Override
    public void begin(String name, int total) {
      there = name.equals(phase);
    }

    @Override
    public void step(String detail) {
      left -= there ? 1 : 0;
      if (there && left == 0) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
