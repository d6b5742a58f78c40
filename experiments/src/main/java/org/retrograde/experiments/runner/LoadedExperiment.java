package org.retrograde.experiments.runner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.suite.DataLoader;
import org.retrograde.experiments.suite.Hyperparameters;
import org.retrograde.experiments.suite.LayerRates;
import org.retrograde.experiments.suite.Workbench;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.data.DataSplits;
import org.retrograde.reports.record.Published;
import org.retrograde.reversible.device.Device;

/**
 * An experiment that trains a network. It runs the parts that its config asks for: grid, proof of
 * reversal, tuning, search, transfer, judging and measurements of hypergradients.
 *
 * @param config of the experiment
 * @param data that it names
 * @param command words of the command line, for the manifest
 */
public record LoadedExperiment(ExperimentConfig config, DataSplits data, List<String> command)
    implements LoadedRun {

  /** Copies the words. */
  public LoadedExperiment {
    command = List.copyOf(command);
  }

  /**
   * Loads the data of a config.
   *
   * @throws org.retrograde.models.data.DataException if it cannot be used
   */
  public static LoadedExperiment load(ExperimentConfig config, List<String> command) {
    return new LoadedExperiment(config, DataLoader.load(config), command);
  }

  @Override
  public Map<String, String> dataHashes() {
    return data.hashes();
  }

  @Override
  public void run(Device device, RunLog log) throws InterruptedException {
    RunContext context = new RunContext(new Workbench(config, device, data), log);
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
            results.with(new Published(config.published().stream().map(figures::beside).toList())));
  }

  private RunSettings startingSettings(RunContext context) {
    return Hyperparameters.settings(context.bench(), config.startingArm());
  }

  @Override
  public Map<String, List<Long>> seeds() {
    Map<String, List<Long>> seeds = new LinkedHashMap<>();
    seeds.put("root", List.of(config.seed()));
    seeds.putAll(LayerRates.seeds(config));
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
}
