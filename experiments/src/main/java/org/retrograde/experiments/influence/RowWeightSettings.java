package org.retrograde.experiments.influence;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.hyperparameter.ExampleWeights;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.models.data.DataException;

/** Settings of a run in which training rows have weights. */
final class RowWeightSettings {

  private RowWeightSettings() {}

  /**
   * Returns the problem as one with rows.
   *
   * @throws DataException if it has none that could have weights
   */
  static Workbench bench(String section, TrainingProblem problem) {
    if (problem instanceof Workbench bench && bench.vocabulary().isEmpty()) {
      return bench;
    }
    throw new DataException(
        section
            + ": needs a network that is trained on labelled rows, such as data.source: mnist;"
            + " remove the section, or use such data");
  }

  /** Returns the space of all rows' weights around the settings of the config. */
  static HyperparameterSpace space(Workbench bench) {
    HyperparameterConfig weights =
        new HyperparameterConfig(
            new ExampleWeights(), 0, Per.EXAMPLE, null, Schedules.FLAT, List.of(), null);
    return Hyperparameters.space(bench, bench.config().startingArm(), List.of(weights));
  }

  /** Returns settings in which every row has the same weight. */
  static RunSettings all(Workbench bench, double weight) {
    RunSettings settings = space(bench).base().copy();
    Arrays.fill(settings.lossParameter(LossParameter.EXAMPLE_WEIGHTS), weight);
    return settings;
  }

  /** Returns settings in which some rows have a weight of 0, and the others 1. */
  static RunSettings without(Workbench bench, IntPredicate leftOut) {
    RunSettings settings = all(bench, 1);
    double[] weights = settings.lossParameter(LossParameter.EXAMPLE_WEIGHTS);
    Arrays.setAll(weights, row -> leftOut.test(row) ? 0 : 1);
    return settings;
  }
}
