package org.retrograde.hypergrad.tune;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.trial.RawVector;

/**
 * What one iteration saw, at the raw hyperparameters before its update.
 *
 * @param iteration from 0
 * @param raw hyperparameters
 * @param lossBySeed final loss of each run; infinite where it diverged
 * @param gradientNorms norm of each run's hypergradient before clipping
 * @param clipped number of hypergradients that were clipped
 * @param stepSize of the update
 * @param checkLoss mean final loss over the check seeds, or null if not checked here
 * @param best whether this is the iterate to keep, so far
 * @param givenUp whether so many runs were lost that the descent went on from an earlier iterate
 */
public record TunerIteration(
    int iteration,
    RawVector raw,
    List<Double> lossBySeed,
    List<Double> gradientNorms,
    int clipped,
    double stepSize,
    @Nullable Double checkLoss,
    boolean best,
    boolean givenUp) {

  /** Returns the mean loss over the seeds. */
  public double meanLoss() {
    return lossBySeed.stream().mapToDouble(loss -> loss).average().orElse(Double.NaN);
  }
}
