package org.retrograde.reports.record;

import java.util.List;

/**
 * How much of the variance that the final loss has over a box of hyperparameters is due to one
 * number, or to all of one module.
 *
 * @param name such as {@code learning rate of query}; of a module the module
 * @param module a type, or {@code block 2}
 * @param startBySeed what the loss would change by from one side of the box to the other if it were
 *     linear, with the slope at the start, seed by seed; empty of a module
 * @param tunedBySeed the same with the slope after tuning
 * @param start share of the linear loss's variance, with the mean slopes at the start
 * @param tuned the same with those after tuning
 * @param fanova the share that fANOVA finds in the trials of random search, forest by forest; empty
 *     if there is none
 */
public record VarianceShare(
    String name,
    String module,
    List<Double> startBySeed,
    List<Double> tunedBySeed,
    ShareEstimate start,
    ShareEstimate tuned,
    List<Double> fanova) {

  /** Copies the lists. */
  public VarianceShare {
    startBySeed = List.copyOf(startBySeed);
    tunedBySeed = List.copyOf(tunedBySeed);
    fanova = List.copyOf(fanova);
  }

  /** Returns a copy with what fANOVA finds. */
  public VarianceShare withFanova(List<Double> byForest) {
    return new VarianceShare(name, module, startBySeed, tunedBySeed, start, tuned, byForest);
  }
}
