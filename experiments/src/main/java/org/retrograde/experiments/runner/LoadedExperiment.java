package org.retrograde.experiments.runner;

import java.util.List;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.suite.DataLoader;
import org.retrograde.models.data.DataSplits;

/**
 * An experiment whose config and data are sound: what must be known before a run directory is made.
 *
 * @param config of the experiment
 * @param data that it names
 * @param command words of the command line, for the manifest
 */
public record LoadedExperiment(ExperimentConfig config, DataSplits data, List<String> command) {

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
}
