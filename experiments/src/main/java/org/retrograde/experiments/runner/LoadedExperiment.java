package org.retrograde.experiments.runner;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;

/**
 * An experiment whose config and data are sound: what must be known before a run directory is made.
 *
 * @param config of the experiment
 * @param problem that it names, with its data
 * @param command words of the command line, for the manifest
 */
@API(status = Status.MAINTAINED)
public record LoadedExperiment(
    ExperimentConfig config, LoadedProblem problem, List<String> command) {

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
    return new LoadedExperiment(config, ProblemType.load(config), command);
  }
}
