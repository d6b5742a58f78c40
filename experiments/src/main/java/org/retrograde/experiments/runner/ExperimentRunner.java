package org.retrograde.experiments.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.engine.KeptResults;
import org.retrograde.experiments.engine.KeptTrials;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.engine.Provenance;
import org.retrograde.experiments.engine.RunLog;
import org.retrograde.experiments.phase.Phase;
import org.retrograde.experiments.phase.Phases;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.html.HtmlReport;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.Published;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;
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

  private final LoadedExperiment experiment;
  private final ExperimentConfig config;
  private final RunDirectory directory;
  private final Progress progress;
  private final Instant started = Instant.now();
  private final long startNanos = System.nanoTime();
  private List<GroupPlace> places = List.of();
  private Map<String, String> machine = Provenance.processor();
  private @Nullable String finalStateHash;

  /**
   * Makes a runner.
   *
   * @param directory new and empty, or of a run that was cut off and may go on; see {@link
   *     Resumption}
   */
  public ExperimentRunner(LoadedExperiment experiment, RunDirectory directory, Progress progress) {
    this.experiment = experiment;
    this.config = experiment.config();
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Runs the experiment.
   *
   * @throws InterruptedException if the thread is interrupted; the directory then says so
   * @throws IOException if the run directory cannot be written
   * @throws org.retrograde.reversible.trajectory.DivergenceException if tuning diverges
   */
  public void run() throws InterruptedException, IOException {
    directory.writeConfig(ConfigWriter.toYaml(config));
    try (KeptResults kept = new KeptResults(directory.trialsFile(), Provenance.versions())) {
      boolean resumed = kept.size() > 0;
      directory.clearMetrics();
      writeManifest(RunStatus.RUNNING, null);
      try {
        runOnDevice(kept);
        finish(RunStatus.DONE, resumed ? RESUMED : null);
      } catch (InterruptedException e) {
        finish(RunStatus.INTERRUPTED, "interrupted; what is shown was finished before");
        throw e;
      } catch (RuntimeException | IOException e) {
        finish(RunStatus.FAILED, e.getMessage());
        throw e;
      }
    }
    Files.deleteIfExists(directory.trialsFile());
  }

  private void runOnDevice(KeptResults kept) throws InterruptedException, IOException {
    RunConfig run = config.run();
    try (Device device = Devices.open(run.device(), run.deviceSettings());
        TrialEngine engine = new KeptTrials(run.openEngine(), kept)) {
      machine = Provenance.machine(device);
      writeManifest(RunStatus.RUNNING, null);
      RunLog log = new RunLog(directory, kept, progress);
      TrainingProblem problem = experiment.problem().on(device);
      places = problem.places();
      RunContext context = new RunContext(problem, engine, log);
      for (Phase phase : Phases.of(config)) {
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

  private void finish(RunStatus status, @Nullable String message) throws IOException {
    writeManifest(status, message);
    HtmlReport.write(directory.read(), directory.reportFile());
  }

  private void writeManifest(RunStatus status, @Nullable String message) throws IOException {
    directory.writeManifest(
        new Manifest(
            Manifest.SCHEMA,
            config.name(),
            config.title(),
            config.summary(),
            status,
            message,
            started.truncatedTo(ChronoUnit.SECONDS).toString(),
            (System.nanoTime() - startNanos) / 1e9,
            experiment.command(),
            Provenance.versions(),
            machine,
            Provenance.settings(config.run()),
            Phases.seeds(config),
            experiment.problem().dataHashes(),
            places,
            finalStateHash));
  }
}
