package org.retrograde.experiments.suite;

import java.util.List;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.network.DeviceData;
import org.retrograde.models.network.Evaluation;
import org.retrograde.models.network.NetworkObjective;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * Trains the config's network and judges it on every row there is.
 *
 * @param bench the problem
 * @param training the training rows, in parts
 */
public record Judging(Workbench bench, List<DeviceData> training) {

  /** Copies the training rows. */
  public Judging(Workbench bench) {
    this(bench, bench.trainingParts());
  }

  /**
   * Trains and judges. May be called by several threads at once.
   *
   * @param settings without width factors
   * @param seed of initial weights and batches
   */
  public Outcome judge(RunSettings settings, long seed) {
    Workbench.NetworkRun network = bench.run(bench.config().model().width(), seed, settings);
    NetworkObjective objective = network.objective();
    try {
      Trained trained = network.run().train();
      List<DeviceData> seen = objective.tunedTraining().orElse(training);
      return new Outcome(
          objective.evaluate(seen, trained.effectiveWeights()),
          objective.evaluate(bench.validation(), trained.effectiveWeights()),
          objective.evaluate(bench.test(), trained.effectiveWeights()));
    } catch (DivergenceException | CoefficientRangeException e) {
      return new Outcome(Evaluation.DIVERGED, Evaluation.DIVERGED, Evaluation.DIVERGED);
    }
  }

  /**
   * How one training went; losses are infinite if the run left the numbers.
   *
   * @param training on the training rows, the tuned ones if they were
   * @param validation on the validation rows
   * @param test on the test rows
   */
  public record Outcome(Evaluation training, Evaluation validation, Evaluation test) {}
}
