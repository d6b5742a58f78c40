package org.retrograde.experiments.runner;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ConfigWriter;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.suite.Hyperparameters;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.Seeds;
import org.retrograde.reports.html.HtmlReport;
import org.retrograde.reports.record.Manifest;
import org.retrograde.reports.record.ReversalProof;
import org.retrograde.reports.record.RunDirectory;
import org.retrograde.reports.record.RunStatus;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/**
 * Runs the parts of an experiment that its config asks for: grid, proof of reversal, tuning,
 * search, transfer, judging and measurements of hypergradients. The run directory is complete at
 * every moment: a run that fails or is interrupted leaves what it had, with a report that says so.
 */
public final class ExperimentRunner {

  private final LoadedExperiment experiment;
  private final ExperimentConfig config;
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
    writeManifest(RunStatus.RUNNING, null);
    try {
      runParts();
      finish(RunStatus.DONE, null);
    } catch (InterruptedException e) {
      finish(RunStatus.INTERRUPTED, "interrupted; what is shown was finished before");
      throw e;
    } catch (RuntimeException | IOException e) {
      finish(RunStatus.FAILED, e.getMessage());
      throw e;
    }
  }

  private void runParts() throws InterruptedException, IOException {
    RunConfig run = config.run();
    Precision precision = Precision.valueOf(run.precision().name());
    try (Device device = Devices.open(run.device().keyword(), precision, run.threads());
        Jobs jobs = new Jobs(run.jobsAtOnce())) {
      machine = Provenance.machine(device);
      Workbench bench = new Workbench(config, device, experiment.data());
      writeManifest(RunStatus.RUNNING, null);
      RunContext context = new RunContext(bench, directory, jobs, progress);
      runParts(context);
      ReversalProof proof = context.results().reversal();
      finalStateHash = proof == null ? null : proof.endHash();
    }
  }

  private void runParts(RunContext context) throws InterruptedException {
    if (config.grid() != null) {
      new GridPhase(context, config.grid()).run();
    }
    if (config.reversal() != null) {
      new ReversalPhase(context, config.reversal()).run();
    }
    TunePhase tune = config.tune() == null ? null : new TunePhase(context, config.tune());
    RunSettings tuned = tune == null ? null : tune.run();
    if (config.search() != null) {
      new SearchPhase(context, config.search(), tune == null ? null : tune.descent()).run();
    }
    if (config.transfer() != null) {
      new TransferPhase(context, config.transfer(), tuned).run();
    }
    RunSettings start = tune == null ? startingSettings(context) : tune.start();
    if (config.judge() != null) {
      new JudgePhase(context, config.judge(), start, tuned).run();
    }
    if (config.meanHypergradient() != null) {
      new MeanHypergradientPhase(context, config.meanHypergradient(), start).run();
    }
    if (config.landscape() != null) {
      new LandscapePhase(context, config.landscape()).run();
    }
    PublishedFigures figures = new PublishedFigures(context.results());
    context.update(
        results ->
            results.withPublished(config.published().stream().map(figures::beside).toList()));
  }

  private RunSettings startingSettings(RunContext context) {
    return Hyperparameters.settings(context.bench(), config.startingArm());
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
            seeds(),
            experiment.data().hashes(),
            finalStateHash));
  }

  private Map<String, List<Long>> seeds() {
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    seeds.put("root", List.of(config.seed()));
    if (config.grid() != null) {
      seeds.put("grid", seeds("grid", config.grid().seeds()));
    }
    if (config.tune() != null) {
      int all = config.tune().iterations() * config.tune().seeds();
      seeds.put("tune", seeds("tune", all));
      seeds.put("check", seeds("check", config.tune().checkSeeds()));
    }
    if (config.search() != null) {
      seeds.put("search", seeds("search", config.search().seeds()));
      seeds.put("judge", seeds("judge", config.search().judgeSeeds()));
    }
    if (config.transfer() != null) {
      seeds.put("transfer", seeds("transfer", config.transfer().seeds()));
    }
    if (config.judge() != null) {
      seeds.put("unseen", seeds("unseen", config.judge().seeds()));
    }
    if (config.meanHypergradient() != null) {
      seeds.put(
          "mean hypergradient", seeds("mean hypergradient", config.meanHypergradient().seeds()));
    }
    if (config.landscape() != null) {
      seeds.put("landscape", seeds("landscape", 1));
    }
    return seeds;
  }

  private List<Long> seeds(String purpose, int count) {
    return Arrays.stream(Seeds.range(config.seed(), purpose, 0, count)).boxed().toList();
  }
}
