package org.retrograde.experiments.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.experiments.engine.KeptResults;
import org.retrograde.experiments.engine.KeptTrials;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.engine.Provenance;
import org.retrograde.experiments.engine.RunLog;
import org.retrograde.experiments.phase.Phase;
import org.retrograde.experiments.phase.Phases;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.CheckpointPlace;
import org.retrograde.experiments.problem.RoundedDecays;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.remote.AwaitedTrialsException;
import org.retrograde.experiments.tracking.Tracking;
import org.retrograde.hypergrad.average.LastIterate;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.html.HtmlReport;
import org.retrograde.reports.html.Ongoing;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.Notes;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunRecord;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reports.record.Tags;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;

/**
 * Runs an experiment in a run directory of its own. The directory is complete at every moment: a
 * run that fails or is interrupted leaves what it had, with a report that says so.
 */
@API(status = Status.MAINTAINED)
public final class ExperimentRunner {

  private static final String RESUMED =
      "resumed after it was cut off; times are those since it went on, and of the trials kept";
  private static final String INTERRUPTED = "interrupted; what is shown was finished before";

  private final LoadedExperiment experiment;
  private final ExperimentConfig config;
  private final RunDirectory directory;
  private final Progress progress;
  private final Instant started = Instant.now();
  private final long startNanos = System.nanoTime();
  private volatile List<GroupPlace> places = List.of();
  private volatile Map<String, String> machine = Provenance.processor();
  private volatile @Nullable String finalStateHash;
  private Tags tags = Tags.none();
  private boolean own;
  private RunStatus status = RunStatus.RUNNING;
  private @Nullable String message;

  /**
   * Makes a runner.
   *
   * @param directory new and empty, or of a run that was cut off and may go on; see {@link
   *     Resumption}
   */
  public ExperimentRunner(LoadedExperiment experiment, RunDirectory directory, Progress progress) {
    this(experiment, directory, progress, Clock.systemUTC());
  }

  /** Makes a runner that writes its report while it lasts by a clock. */
  ExperimentRunner(
      LoadedExperiment experiment, RunDirectory directory, Progress progress, Clock clock) {
    this.experiment = experiment;
    this.config = experiment.config();
    this.directory = directory;
    this.progress = new LiveReport(progress, this::writeReport, clock);
  }

  /** Gives the run tags beside those that it has; they are written as soon as it has begun. */
  public void tag(Tags more) {
    tags = more;
  }

  /**
   * Runs the experiment.
   *
   * @throws InterruptedException if the thread is interrupted; the directory then says so
   * @throws KeptResults.InUseException if another process is at work in the directory; nothing is
   *     changed
   * @throws IOException if the run directory cannot be written
   * @throws org.retrograde.reversible.trajectory.DivergenceException if tuning diverges
   */
  public void run() throws InterruptedException, IOException {
    boolean begun = directory.isBegun();
    begin();
    try (KeptResults kept = open()) {
      own();
      RunConfig run = config.run();
      Tracking tracking = Tracking.of(run.mlflow(), run.tensorboard(), directory, progress::say);
      try {
        run(kept, tracking, begun);
      } catch (Throwable e) { // errors too: a run that is out of memory ends and says so
        failed(e);
        if (isInterrupted() && !(e instanceof AwaitedTrialsException)) {
          throw Interrupts.asException(e);
        }
        throw e;
      } finally {
        tracking.end(status(), directory);
      }
    }
    Files.deleteIfExists(directory.trialsFile());
  }

  /** Takes a directory where nothing was begun; one of an earlier run is taken with its trials. */
  private synchronized void begin() throws InterruptedException, IOException {
    if (isInterrupted()) {
      throw new InterruptedException("interrupted");
    }
    if (!directory.isBegun()) {
      directory.begin(manifest(RunStatus.RUNNING, null));
      own = true;
    }
  }

  private synchronized void own() {
    own = true;
  }

  /** Returns whether there is a run of this in the directory. */
  public synchronized boolean isOwn() {
    return own;
  }

  private KeptResults open() throws IOException {
    try {
      return new KeptResults(directory.trialsFile(), Provenance.versions());
    } catch (KeptResults.InUseException e) {
      throw e; // the directory is not ours
    } catch (IOException | RuntimeException | Error e) {
      failed(e);
      throw e;
    }
  }

  private void run(KeptResults kept, Tracking tracking, boolean begun)
      throws InterruptedException, IOException {
    boolean resumed = kept.size() > 0;
    directory.clearDrafts();
    directory.writeConfig(ConfigWriter.toYaml(config));
    directory.tag(tags);
    directory.clearMetrics();
    writeManifest(RunStatus.RUNNING, null);
    tracking.begin(
        String.valueOf(directory.root().toAbsolutePath().getFileName()),
        manifest(RunStatus.RUNNING, null),
        ConfigWriter.toTree(config),
        begun);
    experiment.problem().logInto(directory.root());
    runOnDevice(kept, tracking);
    directory.clearCheckpoints();
    writeManifest(RunStatus.DONE, resumed ? RESUMED : null);
    if (isInterrupted()) { // by another thread, when all was computed
      throw new InterruptedException("interrupted");
    }
    writeReport();
  }

  /**
   * Says in the directory that the run is interrupted, unless it has ended. For a thread that stops
   * the one that runs: what ends the process in the next instant finds it said.
   *
   * @return whether the run is interrupted now
   * @throws IOException if it cannot be written
   */
  public boolean interrupt() throws IOException {
    writeManifest(RunStatus.INTERRUPTED, INTERRUPTED);
    return isInterrupted();
  }

  /**
   * Says in the directory that the run has failed, unless it has ended, and writes the report. For
   * a process that ends while it runs.
   *
   * @param words why
   * @throws IOException if it cannot be written
   */
  public void fail(String words) throws IOException {
    writeManifest(RunStatus.FAILED, words);
    if (isOwn()) {
      writeReport();
    }
  }

  /**
   * Writes the report of what there is.
   *
   * @throws IOException if it cannot be written
   */
  public void writeReport() throws IOException {
    HtmlReport.write(directory.read(), directory.reportFile());
  }

  /** Writes the report of what there is while the run goes on; what has ended has its last one. */
  private synchronized void writeReport(Ongoing ongoing) throws IOException {
    if (status == RunStatus.RUNNING) {
      RunRecord written = directory.read();
      RunRecord now =
          new RunRecord(
              manifest(status, message),
              written.iterations(),
              written.results(),
              written.config(),
              written.recipe());
      HtmlReport.write(now, ongoing, directory.reportFile());
    }
  }

  private void runOnDevice(KeptResults kept, Tracking tracking)
      throws InterruptedException, IOException {
    RunConfig run = config.run();
    try (Device device = Devices.open(run.device(), run.deviceSettings());
        TrialEngine engine = new KeptTrials(run.openEngine(progress::say), kept)) {
      machine = Provenance.machine(device);
      writeManifest(RunStatus.RUNNING, null);
      RunLog log = new RunLog(directory, kept, progress, tracking);
      TrainingProblem problem = keepingStates(experiment.problem().on(device));
      places = problem.places();
      problem.outline().forEach(progress::say);
      RoundedDecays.warning(problem).ifPresent(warning -> progress.say("warning: " + warning));
      whatIsJudged().ifPresent(note -> log.update(results -> results.with(note)));
      problem.lossUnit().ifPresent(unit -> log.update(results -> results.with(unit)));
      RunContext context = new RunContext(problem, engine, log);
      List<Phase> phases = Phases.of(config);
      phases.forEach(phase -> phase.check(problem));
      for (Phase phase : phases) {
        phase.run(context);
      }
      PublishedFigures figures = new PublishedFigures(log.results(), log.iterations());
      log.update(
          results ->
              results.with(
                  new Published(config.published().stream().map(figures::beside).toList())));
      finalStateHash =
          log.results().find(ReversalProof.class).map(ReversalProof::endHash).orElse(null);
    }
  }

  private TrainingProblem keepingStates(TrainingProblem problem) {
    return config
        .run()
        .betweenCheckpoints()
        .map(
            between ->
                problem.keepingIn(
                    new CheckpointPlace(
                        directory.checkpointsFolder(), between, Provenance.versions())))
        .orElse(problem);
  }

  /** Returns a remark where runs are not judged by their last weights. */
  private Optional<Notes> whatIsJudged() {
    TrainingConfig training = config.training();
    String judged = training.average().inWords(training.steps());
    return training.average().equals(new LastIterate())
        ? Optional.empty()
        : Optional.of(new Notes(List.of("Judged, and tuned for, is " + judged + ".")));
  }

  /** Writes how the run ended; what cannot be written is added to the cause. */
  private void failed(Throwable cause) {
    try {
      if (Interrupts.isOne(cause)) {
        writeManifest(RunStatus.INTERRUPTED, INTERRUPTED);
      } else if (cause instanceof AwaitedTrialsException) {
        writeManifest(RunStatus.INTERRUPTED, cause.getMessage());
      } else {
        writeManifest(RunStatus.FAILED, Failures.words(cause));
      }
      if (isOwn()) {
        writeReport();
      }
    } catch (IOException | RuntimeException | Error e) {
      cause.addSuppressed(e);
    }
  }

  private synchronized RunStatus status() {
    return status;
  }

  private synchronized boolean isInterrupted() {
    return status == RunStatus.INTERRUPTED;
  }

  /**
   * Nothing follows on an end: the first counts, and is written again with what is known then. A
   * directory that is not ours yet stays as it is.
   */
  private synchronized void writeManifest(RunStatus next, @Nullable String words)
      throws IOException {
    if (status == RunStatus.RUNNING) {
      status = next;
      message = words;
    }
    if (own) {
      directory.writeManifest(manifest(status, message));
    }
  }

  private Manifest manifest(RunStatus at, @Nullable String words) {
    return new Manifest(
        Manifest.SCHEMA,
        config.name(),
        config.title(),
        config.summary(),
        at,
        words,
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        (System.nanoTime() - startNanos) / 1e9,
        experiment.command(),
        Provenance.versions(),
        machine,
        Provenance.settings(config.run()),
        Phases.seeds(config),
        experiment.problem().dataHashes(),
        places,
        finalStateHash);
  }
}
