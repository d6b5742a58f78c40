package org.retrograde.reports.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One iteration of the meta-optimizer: one line of {@code metrics.jsonl}.
 *
 * @param iteration counted from 0
 * @param objective mean of {@code objectiveBySeed}
 * @param objectiveBySeed the meta-objective of each training seed of this iteration; NaN where a
 *     run diverged
 * @param hypergradientNorm median over the seeds of the hypergradient's norm, before clipping
 * @param clippedSeeds how many seeds' hypergradients were clipped
 * @param stepSize step size of the meta-optimizer in this iteration
 * @param checkObjective mean of the meta-objective over the disjoint check seeds, or null if not
 *     evaluated
 * @param best whether this is the best iterate so far
 * @param seconds wall time of this iteration, in seconds
 */
public record MetaIteration(
    int iteration,
    double objective,
    List<Double> objectiveBySeed,
    double hypergradientNorm,
    int clippedSeeds,
    double stepSize,
    @Nullable Double checkObjective,
    boolean best,
    double seconds) {

  /** Copies the list. */
  public MetaIteration {
    objectiveBySeed = List.copyOf(objectiveBySeed);
  }
}
