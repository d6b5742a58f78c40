package org.retrograde.experiments.runner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.experiments.engine.SilentProgress;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.reports.record.AdjointTraces;
import org.retrograde.reports.record.ArmDescription;
import org.retrograde.reports.record.Arms;
import org.retrograde.reports.record.Baseline;
import org.retrograde.reports.record.Grid;
import org.retrograde.reports.record.GroupValue;
import org.retrograde.reports.record.Importance;
import org.retrograde.reports.record.Importances;
import org.retrograde.reports.record.InitScales;
import org.retrograde.reports.record.MemoryUse;
import org.retrograde.reports.record.MetaIteration;
import org.retrograde.reports.record.OptimizerNotes;
import org.retrograde.reports.record.Penalties;
import org.retrograde.reports.record.Plan;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.ScheduleCurve;
import org.retrograde.reports.record.Schedules;
import org.retrograde.reports.record.SearchCurve;
import org.retrograde.reports.record.SearchPoint;
import org.retrograde.reports.record.Searches;
import org.retrograde.reports.record.TrainingCurve;
import org.retrograde.reports.record.TrainingCurves;
import org.retrograde.reports.record.Transfer;
import org.retrograde.reports.record.TransferRun;

final class ExperimentRunnerTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void resultsHaveTheSameBitsWhateverTheNumberOfJobs() throws IOException, InterruptedException {
    requireTheSameBitsWhateverTheNumberOfJobs("host");
  }

  @Test
  @Tag("slow")
  void soTheyHaveOnOtherDevices() throws IOException, InterruptedException {
    requireTheSameBitsWhateverTheNumberOfJobs("nd4j");
  }

  private void requireTheSameBitsWhateverTheNumberOfJobs(String device)
      throws IOException, InterruptedException {
    RunRecord one = runAll(device, 1);
    assertThat(one.results().all(Grid.class)).hasSize(4);
    assertThat(one.results().all(Transfer.class)).hasSize(8);
    assertThat(one.results().find(Plan.class).orElseThrow().measured()).isNotNull();
    RunRecord three = runAll(device, 3);
    // What was predicted and measured of time and memory is all that may differ.
    assertThat(untimed(three.results())).isEqualTo(untimed(one.results()));
    assertThat(three.recipe()).isEqualTo(withJobs(String.valueOf(one.recipe()), 3));
    assertThat(three.manifest().finalStateHash()).isEqualTo(one.manifest().finalStateHash());
    assertThat(untimed(three)).isEqualTo(untimed(one));
  }

  /** Every phase: grid points, seeds of meta-iterations, arms, widths. */
  private RunRecord runAll(String device, int jobs) throws IOException, InterruptedException {
    return run(
        device + jobs,
        "run.device=" + device,
        "run.jobs=" + jobs,
        "search={methods: [random, cma-es], runs: 9, seeds: 2, judge-seeds: 2}",
        "grid={arms: [flat], learning-rates: {from: 0.5, factor: 2, count: 2},"
            + " momenta: [0.5, 0.8], seeds: 2}");
  }

  private static Results untimed(Results results) {
    return results
        .without(Plan.class)
        .with(
            new Searches(
                results.all(Searches.class).stream()
                    .map(
                        curve ->
                            new SearchCurve(
                                curve.method(),
                                curve.numbers(),
                                curve.runsOfAHypergradient(),
                                curve.points().stream().map(ExperimentRunnerTest::untimed).toList(),
                                curve.runs(),
                                0,
                                curve.found(),
                                curve.verdict()))
                    .toList()));
  }

  private static SearchPoint untimed(SearchPoint point) {
    return new SearchPoint(point.runs(), 0, point.loss(), point.unseenLoss());
  }

  @Test
  void curvesAreOfTheJudgedRunsAndChangeNothingElse() throws IOException, InterruptedException {
    String judge = "judge={seeds: 9, curve-points: %d, baseline: {learning-rates: [0.01, 0.03]}}";
    RunRecord with = run("with", "transfer=null", judge.formatted(5));
    RunRecord without = run("without", "transfer=null", judge.formatted(0));

    List<TrainingCurve> curves = with.results().all(TrainingCurves.class);
    assertThat(curves.stream().map(TrainingCurve::arm).distinct())
        .containsExactly("start", "tuned", "baseline");
    assertThat(curves).hasSize(3 * 8);
    for (TrainingCurve curve : curves) {
      boolean first = curve.seed() == curves.get(0).seed();
      assertThat(curve.groups()).hasSize(first ? 6 : 0);
      assertThat(curve.steps()).hasSizeBetween(5, 6);
    }
    assertThat(without.results().all(TrainingCurves.class)).isEmpty();
    assertThat(untimed(with.results().without(TrainingCurves.class).without(Baseline.class)))
        .isEqualTo(untimed(without.results().without(Baseline.class)));
    assertThat(with.manifest().finalStateHash()).isEqualTo(without.manifest().finalStateHash());
    assertThat(untimed(with)).isEqualTo(untimed(without));
  }

  @Test
  void aRunThatDivergesHasACurveUpToThere() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("diverging"));
    List<String> overrides =
        List.of(
            "tune=null",
            "transfer=null",
            "reversal=null",
            "judge={seeds: 1}",
            "training.learning-rate=1e4");
    ExperimentRunner runner =
        new ExperimentRunner(
            LoadedExperiment.load(ConfigReader.readBuiltin("smoke", overrides), List.of()),
            directory,
            new SilentProgress());

    assertThatThrownBy(runner::run).isInstanceOf(DivergedTrialException.class);

    TrainingCurve curve = directory.read().results().all(TrainingCurves.class).get(0);
    assertThat(curve.arm()).isEqualTo("start");
    assertThat(curve.steps()).containsExactly(0);
  }

  @Test
  void searchesSpendWhatTuningSpentAndAllAreJudgedOnUnseenSeeds()
      throws IOException, InterruptedException {
    RunRecord record =
        run(
            "search",
            "transfer=null",
            "run.strategy=stored",
            "search={methods: [random, cma-es, cma-es-diagonal, bobyqa], judge-seeds: 3,"
                + " hyperparameters: [{name: learning-rate, per: all, knots: 1, shape: one-cycle,"
                + " bounds: [0.3, 30]}, {name: momentum, per: all, knots: 1, bounds: [0.5, 0.95]},"
                + " {name: init-scale, per: all}]}");
    // 4 iterations of 2 seeds, and the checks of 5 iterates on 2.
    double spent = 4 * 2 * 4 + 5 * 2;
    assertThat(record.results().all(Searches.class))
        .extracting(SearchCurve::method)
        .containsExactly("hypergradients", "random", "cma-es", "cma-es-diagonal", "bobyqa");
    for (SearchCurve curve : record.results().all(Searches.class)) {
      assertThat(curve.runs()).isEqualTo(spent);
      assertThat(curve.seconds()).isPositive();
      SearchPoint last = curve.points().get(curve.points().size() - 1);
      assertThat(curve.points().get(0).unseenLoss()).isNotNull();
      assertThat(requireNonNull(curve.verdict()).losses()).hasSize(3);
      assertThat(last.unseenLoss()).isNotNull();
    }
    SearchCurve random = record.results().all(Searches.class).get(1);
    assertThat(random.numbers()).isEqualTo(3);
    assertThat(random.found()).containsOnlyKeys("learning rate", "momentum", "init scale");
    assertThat(requireNonNull(random.found().get("learning rate"))).isBetween(0.3, 30.0);
    assertThat(requireNonNull(random.found().get("momentum"))).isBetween(0.5, 0.95);
    assertThat(record.manifest().seeds()).containsKeys("search", "judge");
  }

  @Test
  void aSearchNeedsNoTuning() throws IOException, InterruptedException {
    RunRecord record =
        run(
            "alone",
            "tune=null",
            "transfer=null",
            "reversal=null",
            "search={methods: [random], runs: 5, start: flat, hyperparameters:"
                + " [{name: learning-rate, per: group}, {name: l2, per: all, start: 0.001}]}");
    SearchCurve only = record.results().all(Searches.class).get(0);
    assertThat(only.numbers()).isEqualTo(20 * 6 + 1);
    assertThat(only.runs()).isEqualTo(5);
    assertThat(only.found()).isEmpty();
  }

  @Test
  void anInterruptedSearchKeepsWhatItHadFound() throws IOException {
    Path out = folder.resolve("interrupted-search");
    RunDirectory directory = RunDirectory.create(out);
    ExperimentRunner runner =
        new ExperimentRunner(
            LoadedExperiment.load(
                ConfigReader.readBuiltin(
                    "smoke", List.of("search={methods: [bobyqa], runs: 50}", "reversal=null")),
                List.of()),
            directory,
            new InterruptingProgress("search", 3));
    assertThatThrownBy(runner::run).isInstanceOf(InterruptedException.class);
    RunRecord record = RunDirectory.open(out).read();
    assertThat(record.manifest().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(record.results().all(Searches.class))
        .extracting(SearchCurve::method)
        .containsExactly("hypergradients", "bobyqa");
    assertThat(record.results().all(Searches.class).get(1).points()).isNotEmpty();
    assertThat(directory.reportFile()).isNotEmptyFile();
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
  void aContrastIsTheSameRunsUnderAnotherParametrization()
      throws IOException, InterruptedException {
    String arms = "transfer={widths: [16, 32], seeds: 2, arms: [flat], contrast: [standard]}";
    RunRecord contrasted = run("contrast", arms, "tune=null", "reversal=null");
    RunRecord standard =
        run("standard", "model.parametrization=standard", "tune=null", "reversal=null");
    assertThat(contrasted.results().all(Arms.class))
        .extracting(ArmDescription::arm)
        .containsExactly("flat", "flat, standard");
    assertThat(losses(contrasted, "flat, standard")).isEqualTo(losses(standard, "flat"));
    assertThat(losses(contrasted, "flat")).isNotEqualTo(losses(standard, "flat"));
  }

  private static List<Double> losses(RunRecord record, String arm) {
    return record.results().all(Transfer.class).stream()
        .filter(run -> run.arm().equals(arm))
        .map(TransferRun::testLoss)
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
    assertThat(record.results().all(Schedules.class))
        .extracting(ScheduleCurve::hyperparameter)
        .contains("learning rate", "beta1", "beta2", "epsilon", "weight decay");
    assertThat(record.results().all(Schedules.class))
        .allSatisfy(curve -> assertThat(curve.tuned()).isNotEqualTo(curve.start()));
    assertThat(String.valueOf(record.recipe())).contains("WEIGHT_DECAY", "BETA2", "EPSILON");
    assertThat(record.results().all(AdjointTraces.class)).hasSize(2);
    assertThat(record.results().all(OptimizerNotes.class))
        .anySatisfy(note -> assertThat(note.label()).contains("clipped"));
    assertThat(record.results().find(Plan.class).orElseThrow().chosen()).isEqualTo("kept");
    assertThat(record.results().find(ReversalProof.class).orElseThrow().exact()).isTrue();
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
    assertThat(record.results().find(Plan.class).orElseThrow().chosen()).isNotEqualTo("replay");
    assertThat(record.results().find(MemoryUse.class)).isEmpty();
    assertThat(record.results().all(AdjointTraces.class).get(0).steps()).hasSize(12 + 1);
  }

  @Test
  void theProofGoesAllTheWayBackWhereTuningDoesNot() throws IOException, InterruptedException {
    ReversalProof proof =
        run("short", "tune.last-steps=5", "run.hash-every=1")
            .results()
            .find(ReversalProof.class)
            .orElseThrow();
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
    assertThat(record.results().all(Grid.class)).hasSize(2);
    assertThat(record.results().all(Grid.class).get(0).meanLoss()).isFinite();
    assertThat(record.results().all(Grid.class).get(1).meanLoss()).isInfinite();
  }

  @Test
  void hiddenSizesThatAreAllTheWidthGiveTheSameBits() throws IOException, InterruptedException {
    RunRecord width = run("width", "transfer=null");
    RunRecord sizes = run("sizes", "transfer=null", "model.hidden=[16, 16]");
    RunRecord others = run("others", "transfer=null", "model.hidden=[16, 15]");
    assertThat(sizes.results().all(Schedules.class))
        .isEqualTo(width.results().all(Schedules.class));
    assertThat(sizes.manifest().finalStateHash()).isEqualTo(width.manifest().finalStateHash());
    assertThat(others.manifest().finalStateHash()).isNotEqualTo(width.manifest().finalStateHash());
  }

  /** At an equal start, an init scale that is not tuned and one that is are the same number. */
  @Test
  void theInitScaleOfTrainingIsWhereItsTuningStarts() throws IOException, InterruptedException {
    String[] start = {"transfer=null", "model.init=equal", "model.hidden=[12, 7]"};
    RunRecord set = run("set", with(start, "training.init-scale=0.2"));
    RunRecord overridden = run("overridden", with(start, "tune.hyperparameters.2.start=0.2"));
    RunRecord plain = run("plain", start);
    assertThat(set.results().all(InitScales.class))
        .isEqualTo(overridden.results().all(InitScales.class));
    assertThat(set.results().all(InitScales.class)).extracting(GroupValue::start).containsOnly(0.2);
    assertThat(set.iterations().get(0).objective())
        .isEqualTo(overridden.iterations().get(0).objective())
        .isNotEqualTo(plain.iterations().get(0).objective());
  }

  @Test
  void onlyBiasesThatAreDrawnHaveADerivativeWithRespectToTheirInitScale()
      throws IOException, InterruptedException {
    String perGroup = "tune.hyperparameters=[{name: init-scale, per: group}]";
    assertThat(withInitScale(run("drawn", "model.init=equal", perGroup)))
        .containsExactly("W1", "b1", "W2", "b2", "W3", "b3");
    assertThat(withInitScale(run("zero", perGroup))).containsExactly("W1", "W2", "W3");
  }

  private static List<String> withInitScale(RunRecord record) {
    return record.results().all(Importances.class).stream()
        .filter(importance -> importance.hyperparameter().equals("init scale"))
        .map(Importance::group)
        .toList();
  }

  @Test
  void aTrainingSetThatIsMadeCanBeLearned() throws IOException, InterruptedException {
    RunRecord record =
        run(
            "made",
            "transfer=null",
            "arms={}",
            "tune.start=null",
            "reversal=null",
            "data.train=3",
            "data.train-noise=0.01",
            "model.hidden=[]",
            "model.init=equal",
            "training.batch=3",
            "training.init-scale=0.02",
            "tune.clip=0",
            "tune.iterations=10",
            "tune.hyperparameters=[{name: training-inputs, per: example},"
                + " {name: l2, per: all, start: 0.001}]");
    List<MetaIteration> iterations = record.iterations();
    double start = iterations.get(0).objective();
    assertThat(start).isBetween(0.9, 1.2); // about log 3: there is nothing to learn from noise
    assertThat(iterations.get(9).objective()).isLessThan(0.8 * start);
    assertThat(record.results().all(Penalties.class)).hasSize(2);
  }

  private static String[] with(String[] overrides, String more) {
    return Stream.concat(Stream.of(overrides), Stream.of(more)).toArray(String[]::new);
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
            new InterruptingProgress("transfer", 0));
    assertThatThrownBy(runner::run).isInstanceOf(InterruptedException.class);
    RunRecord record = RunDirectory.open(out).read();
    assertThat(record.manifest().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(record.results().all(Schedules.class)).isNotEmpty();
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
    assertThat(run("other", override).results().all(Transfer.class))
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
    assertThat(record.results().all(Grid.class)).hasSize(12);
    assertThat(record.results().all(Grid.class).stream().filter(point -> point.winner()))
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

  /** Stands for Ctrl-C after some steps of a phase. */
  private static final class InterruptingProgress extends SilentProgress {

    private final String phase;
    private int left;
    private boolean there;

    InterruptingProgress(String phase, int steps) {
      this.phase = phase;
      this.left = steps;
    }

    @Override
    public void begin(String name, int total) {
      there = name.equals(phase);
      interruptWhenDue();
    }

    @Override
    public void step(String detail) {
      left -= there ? 1 : 0;
      interruptWhenDue();
    }

    private void interruptWhenDue() {
      if (there && left == 0) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
