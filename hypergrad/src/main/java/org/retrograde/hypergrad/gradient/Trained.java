package org.retrograde.hypergrad.gradient;

import java.util.List;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Tensor;

/**
 * A finished training run.
 *
 * @param objective that it descended
 * @param trainingLosses of each step, before its update
 * @param weights one tensor a parameter group, in the device's precision
 * @param stateHash hash of every bit of the final state
 */
public record Trained(
    Objective objective, List<Double> trainingLosses, List<Tensor> weights, long stateHash) {

  /** Copies its lists. */
  public Trained {
    trainingLosses = List.copyOf(trainingLosses);
    weights = List.copyOf(weights);
  }

  /** Returns the weights as the objective's loss has them, multipliers included. */
  public List<Tensor> effectiveWeights() {
    return objective.effective(weights);
  }

  /** Evaluates the objective's final loss at the weights. */
  public double finalLoss() {
    return objective.finalLoss(weights);
  }
}
