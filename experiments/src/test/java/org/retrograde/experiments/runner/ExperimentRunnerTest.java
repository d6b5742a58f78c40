package org.retrograde.experiments.runner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.ScheduleCurve;

final class ExperimentRunnerTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"host", "nd4j"})
  void resultsHaveTheSameBitsWhateverTheNumberOfJobs(String device)
      throws IOException, InterruptedException {
    RunRecord one = runAll(device, 1);
    assertThat(one.results().grid()).hasSize(4);
    assertThat(one.results().transfer()).hasSize(8);
    assertThat(requireNonNull(one.results().plan()).measured()).isNotNull();
    for (int jobs : device.equals("host") ? new int[] {2, 3} : new int[] {3}) {
      RunRecord several = runAll(device, jobs);
      // What was predicted and measured of time and memory is all that may differ.
      assertThat(several.results().withPlan(null)).isEqualTo(one.results().withPlan(null));
      assertThat(several.recipe()).isEqualTo(withJobs(String.valueOf(one.recipe()), jobs));
      assertThat(several.manifest().finalStateHash()).isEqualTo(one.manifest().finalStateHash());
      assertThat(untimed(several)).isEqualTo(untimed(one));
    }
  }

  /** Every phase: grid points, seeds of meta-iterations, arms, widths. */
  private RunRecord runAll(String device, int jobs) throws IOException, InterruptedException {
    return run(
        device + jobs,
        "run.device=" + device,
        "run.jobs=" + jobs,
        "grid={arms: [flat], learning-rates: {from: 0.5, factor: 2, count: 2},"
            + " momenta: [0.5, 0.8], seeds: 2}");
  }

  @Test
  void threadsOfARunComeFromTheConfigWhateverTheNumberOfJobs()
      throws IOException, InterruptedException {
    RunRecord one = runWide("run.threads=2", "run.jobs=1");
    RunRecord three = runWide("run.threads=2", "run.jobs=3");
    for (RunRecord record : List.of(one, three)) {
      assertThat(record.manifest().settings()).containsEntry("threads a run", "2");
      assertThat(record.manifest().machine()).containsEntry("BLAS threads", "2");
    }
    assertThat(three.results()).isEqualTo(one.results());
  }

  /** Products that are large enough for OpenBLAS to divide them between threads. */
  private RunRecord runWide(String threads, String jobs) throws IOException, InterruptedException {
    return run(
        jobs,
        threads,
        jobs,
        "data.features=300",
        "training.batch=100",
        "training.steps=10",
        "tune=null",
        "reversal=null",
        "transfer={widths: [200, 300], seeds: 2, arms: [flat]}");
  }

  private static List<MetaIteration> untimed(RunRecord record) {
    return record.iterations().stream()
        .map(
            it ->
                new MetaIteration(
                    it.iteration(),
                    it.objective(),
                    it.objectiveBySeed(),
                    it.hypergradientNorm(),
                    it.clippedSeeds(),
                    it.stepSize(),
                    it.checkObjective(),
                    it.best(),
                    0))
        .toList();
  }

  @Test
  void adamwTunesEverythingItReadsAndItsRecipeHoldsIt() throws IOException, InterruptedException {
    RunRecord record =
        run(
            "adamw",
            "training.optimizer=adamw",
            "training.weight-decay=0.01",
            "training.warmup=0.1",
            "training.decay=cosine",
            "training.clip=0.5",
            "arms.flat.learning-rate=0.02",
            "tune.meta-optimizer.largest-move=0.5",
            "tune.hyperparameters=[{name: learning-rate, per: group, knots: 5}, {name: beta1, per:"
                + " all, knots: 3}, {name: beta2, per: all, knots: 3}, {name: epsilon, per: group,"
                + " knots: 2}, {name: weight-decay, per: layer, knots: 2}]");
    assertThat(record.manifest().status()).isEqualTo(RunStatus.DONE);
    assertThat(record.results().schedules())
        .extracting(ScheduleCurve::hyperparameter)
        .contains("learning rate", "beta1", "beta2", "epsilon", "weight decay");
    assertThat(record.results().schedules())
        .allSatisfy(curve -> assertThat(curve.tuned()).isNotEqualTo(curve.start()));
    assertThat(String.valueOf(record.recipe())).contains("WEIGHT_DECAY", "BETA2", "EPSILON");
    assertThat(record.results().adjointTraces()).hasSize(2);
    assertThat(record.results().optimizerNotes())
        .anySatisfy(note -> assertThat(note.label()).contains("clipped"));
    assertThat(requireNonNull(record.results().plan()).chosen()).isEqualTo("replay");
    assertThat(requireNonNull(record.results().reversal()).exact()).isTrue();
  }

  @Test
  void anOptimizerThatCannotBeUndoneTunesThroughKeptStates()
      throws IOException, InterruptedException {
    RunRecord record =
        run(
            "rmsprop",
            "training.optimizer=rmsprop",
            "arms.flat.learning-rate=0.02",
            "reversal=null",
            "tune.last-steps=12",
            "tune.meta-optimizer.name=sign",
            "tune.hyperparameters=[{name: learning-rate, per: group, knots: 5},"
                + " {name: beta2, per: all, knots: 3}]");
    assertThat(record.manifest().status()).isEqualTo(RunStatus.DONE);
    assertThat(requireNonNull(record.results().plan()).chosen()).isNotEqualTo("replay");
    assertThat(record.results().memory()).isNull();
    assertThat(record.results().adjointTraces().get(0).steps()).hasSize(12 + 1);
  }

  @Test
  void theProofGoesAllTheWayBackWhereTuningDoesNot() throws IOException, InterruptedException {
    ReversalProof proof =
        requireNonNull(run("short", "tune.last-steps=5", "run.hash-every=1").results().reversal());
    assertThat(proof.exact()).isTrue();
    assertThat(proof.steps()).isEqualTo(20);
    assertThat(proof.windowsCompared()).isEqualTo(20);
  }

  @Test
  void gridPointsWhoseWeightDecayCannotBeTakenAreInfinitelyBad()
      throws IOException, InterruptedException {
    RunRecord record =
        run(
            "grid",
            "training.optimizer=adamw",
            "training.weight-decay=0.5",
            "arms.flat.learning-rate=0.02",
            "tune=null",
            "transfer=null",
            "reversal=null",
            "grid={arms: [flat], learning-rates: {from: 0.02, factor: 200, count: 2},"
                + " momenta: [0.9], seeds: 1}");
    assertThat(record.results().grid()).hasSize(2);
    assertThat(record.results().grid().get(0).meanLoss()).isFinite();
    assertThat(record.results().grid().get(1).meanLoss()).isInfinite();
  }

  @Test
  void anotherSeedGivesOtherResults() throws IOException, InterruptedException {
    assertThat(run("two", "seed=2").results()).isNotEqualTo(run("one", "seed=1").results());
  }

  @Test
  void anInterruptedRunLeavesAReadableDirectory() throws IOException {
    Path out = folder.resolve("interrupted");
    RunDirectory directory = RunDirectory.create(out);
    ExperimentRunner runner =
        new ExperimentRunner(
            LoadedExperiment.load(ConfigReader.readBuiltin("smoke", List.of()), List.of()),
            directory,
            new InterruptingProgress());
    assertThatThrownBy(runner::run).isInstanceOf(InterruptedException.class);
    RunRecord record = RunDirectory.open(out).read();
    assertThat(record.manifest().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(record.results().schedules()).isNotEmpty();
    assertThat(directory.reportFile()).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training.l2=0.001",
        "tune.hyperparameters=[{name: l2, per: group, start: 0.001}]",
        "tune.hyperparameters=[{name: training-inputs, per: example}]"
      })
  void penaltiesAndTunedInputsTransferToAnotherWidth(String override)
      throws IOException, InterruptedException {
    assertThat(run("other", override).results().transfer())
        .hasSize(8)
        .noneMatch(run -> run.diverged());
  }

  @Test
  void theGridNamesAWinnerForEachSchedule() throws IOException, InterruptedException {
    RunRecord record =
        run(
            "grid",
            "tune=null",
            "transfer=null",
            "grid={arms: [flat, linear], learning-rates: {from: 0.5, factor: 2, count: 3},"
                + " momenta: [0.5, 0.8], seeds: 2}");
    assertThat(record.results().grid()).hasSize(12);
    assertThat(record.results().grid().stream().filter(point -> point.winner()))
        .extracting(point -> point.arm())
        .containsExactlyInAnyOrder("flat", "linear");
  }

  private static String withJobs(String recipe, int jobs) {
    return recipe.replace("\"jobs\" : 1", "\"jobs\" : " + jobs);
  }

  private RunRecord run(String name, String... overrides) throws IOException, InterruptedException {
    RunDirectory directory = RunDirectory.create(folder.resolve(name));
    new ExperimentRunner(
            LoadedExperiment.load(ConfigReader.readBuiltin("smoke", List.of(overrides)), List.of()),
            directory,
            new SilentProgress())
        .run();
    return directory.read();
  }

  private static class SilentProgress implements Progress {
    @Override
    public void begin(String name, int total) {}

    @Override
    public void step(String detail) {}

    @Override
    public void end() {}
  }

  /** Stands for Ctrl-C in the middle of the transfer. */
  private static final class InterruptingProgress extends SilentProgress {
    @Override
    public void begin(String name, int total) {
      if (name.equals("transfer")) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
