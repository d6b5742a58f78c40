package org.retrograde.hypergrad.gradient;

import java.util.List;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.storage.DoubleSeries;

/**
 * The derivative of a run's final loss with respect to everything that it was set to.
 *
 * @param finalLoss of the objective
 * @param trainingLosses of each step, before its update
 * @param derivative with respect to each number of the settings; those of L2 penalties are
 *     evaluated only where at least one penalty is not 0
 * @param start derivative with respect to the position and moments where the way back ended, one a
 *     group
 * @param adjointNorms |d_x|, the norm of the derivative with respect to all weights before step t,
 *     for t = 0 .. T; NaN before the step at which a truncated way back ended
 * @param reversal what the replay showed
 */
public record Hypergradient(
    double finalLoss,
    List<Double> trainingLosses,
    RunSettings derivative,
    List<GroupAdjoint> start,
    List<Double> adjointNorms,
    Reversal reversal) {

  /** Copies its lists. */
  public Hypergradient {
    trainingLosses = DoubleSeries.copyOf(trainingLosses);
    start = List.copyOf(start);
    adjointNorms = DoubleSeries.copyOf(adjointNorms);
  }
}
