package org.retrograde.experiments.runner;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.Experiment;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.reports.html.HtmlReport;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;

/**
 * Runs an experiment or a study in a run directory of its own. The directory is complete at every
 * moment: a run that fails or is interrupted leaves what it had, with a report that says so.
 */
public final class ExperimentRunner {

  private final LoadedRun experiment;
  private final Experiment config;
  private final RunDirectory directory;
  private final Progress progress;
  private final Instant started = Instant.now();
  private final long startNanos = System.nanoTime();
  private Map<String, String> machine = Provenance.processor();
  private @Nullable String finalStateHash;

  /**
   * Makes a runner.
   *
   * @param directory new and empty
   */
  public ExperimentRunner(LoadedRun experiment, RunDirectory directory, Progress progress) {
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
    writeManifest(RunStatus.RUNNING, null);
    try {
      runOnDevice();
      finish(RunStatus.DONE, null);
    } catch (InterruptedException e) {
      finish(RunStatus.INTERRUPTED, "interrupted; what is shown was finished before");
      throw e;
    } catch (RuntimeException | IOException e) {
      finish(RunStatus.FAILED, e.getMessage());
      throw e;
    }
  }

  private void runOnDevice() throws InterruptedException, IOException {
    RunConfig run = config.run();
    try (Device device = Devices.open(run.device(), run.deviceSettings());
        Jobs jobs = new Jobs(run.jobsAtOnce())) {
      machine = Provenance.machine(device);
      writeManifest(RunStatus.RUNNING, null);
      RunLog log = new RunLog(directory, jobs, progress);
      experiment.run(device, log);
      ReversalProof proof = log.results().reversal();
      finalStateHash = proof == null ? null : proof.endHash();
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
            experiment.seeds(),
            experiment.dataHashes(),
            Provenance.groups(config),
            finalStateHash));
  }
}
