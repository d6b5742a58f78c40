package org.retrograde.experiments.suite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.network.Evaluation;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.trajectory.DivergenceException;

/** Trains a network of some width with settings that know no width, and judges it. */
public final class TransferTraining {

  /** Last minibatches whose mean is the training loss. */
  private static final int LAST_BATCHES = 10;

  private TransferTraining() {}

  /**
   * Trains once.
   *
   * @param tuned settings without width factors
   * @param width of the hidden layers
   * @param seed of initial weights and batches
   */
  public static Outcome train(Workbench bench, RunSettings tuned, int width, long seed) {
    Workbench.NetworkRun network = bench.run(width, seed, tuned);
    try {
      Trained trained = network.run().train();
      return new Outcome(
          lastLosses(trained.trainingLosses()),
          network.objective().evaluate(bench.validation(), trained.effectiveWeights()),
          network.objective().evaluate(bench.test(), trained.effectiveWeights()),
          null);
    } catch (DivergenceException | CoefficientRangeException e) {
      return new Outcome(
          Double.POSITIVE_INFINITY, Evaluation.DIVERGED, Evaluation.DIVERGED, e.getMessage());
    }
  }

  /**
   * Trains once, and judges by training alone.
   *
   * @param tuned settings without width factors
   * @param width of the hidden layers
   * @param seed of initial weights and batches
   * @return mean loss of the last ten minibatches; infinite if the run left the numbers
   */
  public static double trainingLoss(Workbench bench, RunSettings tuned, int width, long seed) {
    try {
      return lastLosses(bench.run(width, seed, tuned).run().train().trainingLosses());
    } catch (DivergenceException | CoefficientRangeException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private static double lastLosses(List<Double> losses) {
    return losses.stream()
        .skip(Math.max(0, losses.size() - LAST_BATCHES))
        .mapToDouble(loss -> loss)
        .average()
        .orElse(Double.NaN);
  }

  /**
   * How one training went.
   *
   * @param trainingLoss mean of the last ten minibatches'
   * @param validation on the validation rows
   * @param test on the test rows
   * @param divergence what left the numbers, or null
   */
  public record Outcome(
      double trainingLoss, Evaluation validation, Evaluation test, @Nullable String divergence) {

    /** Returns whether the run left the numbers. */
    public boolean diverged() {
      return divergence != null;
    }
  }
}
