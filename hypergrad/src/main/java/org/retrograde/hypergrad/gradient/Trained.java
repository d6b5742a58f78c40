package org.retrograde.hypergrad.gradient;

import java.util.List;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.storage.DoubleSeries;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * A finished training run.
 *
 * @param objective that it descended
 * @param trainingLosses of each step, before its update
 * @param weights one tensor a parameter group, in the device's precision: those that are judged,
 *     which may be an average of the run's
 * @param stateHash hash of every bit of the final state
 */
public record Trained(
    Objective objective, List<Double> trainingLosses, List<Tensor> weights, long stateHash) {

  /** Copies its lists. */
  public Trained {
    trainingLosses = DoubleSeries.copyOf(trainingLosses);
    weights = List.copyOf(weights);
  }

  /** Returns the weights as the objective's loss has them, multipliers included. */
  public List<Tensor> effectiveWeights() {
    return objective.effective(weights);
  }

  /**
   * Evaluates the objective's final loss at the weights.
   *
   * @throws DivergenceException if it is no finite number, though every loss before it was one
   */
  public double finalLoss() {
    return finite(trainingLosses.size(), objective.finalLoss(weights));
  }

  /** Returns a final loss, unless the run has left the numbers with it. */
  static double finite(int steps, double finalLoss) {
    if (!Double.isFinite(finalLoss)) {
      throw new DivergenceException(steps, "the final loss", finalLoss);
    }
    return finalLoss;
  }
}
