package org.retrograde.experiments.cli;

import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.models.network.Initialization;

/** What some commands ask of a network. */
final class SizeChecks {

  private SizeChecks() {}

  /**
   * Checks that the network can be made in other widths.
   *
   * @throws WrongInputException if its sizes are fixed
   */
  static void requireWidth(ExperimentConfig config) {
    if (!config.problem().kind().reads().contains("model")) {
      throw new WrongInputException(
          "%s: problem %s has no widths; this is about networks"
              .formatted(config.name(), config.problem().kind().word()));
    }
    if (!config.model().hasWidth()) {
      throw new WrongInputException(
          "%s has no width to change: model.hidden fixes its hidden layers at %s"
              .formatted(config.name(), config.model().hidden()));
    }
  }

  /**
   * Returns the network that a problem trains.
   *
   * @throws WrongInputException if it is another problem, though it reads what networks read
   */
  static Workbench requireNetwork(TrainingProblem problem) {
    if (problem instanceof Workbench network) {
      return network;
    }
    throw new WrongInputException(
        "%s: problem %s is no network of this program; this looks into networks"
            .formatted(problem.config().name(), problem.config().problem().kind().word()));
  }

  /**
   * Checks that biases start at zero, as they do in exported files.
   *
   * @throws WrongInputException if they are drawn
   */
  static void requireBiasesAtZero(ExperimentConfig config) {
    if (config.model().init() != Initialization.FAN_IN) {
      throw new WrongInputException(
          "%s draws its biases (model.init: %s); exported files start them at zero"
              .formatted(config.name(), config.model().init().word()));
    }
  }
}
