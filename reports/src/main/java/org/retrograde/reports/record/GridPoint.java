package org.retrograde.reports.record;

/**
 * One point of a baseline's grid search.
 *
 * @param arm name of the baseline, as in {@link ArmDescription}
 * @param learningRate learning rate of this point
 * @param momentum momentum of this point
 * @param meanLoss mean loss over the seeds; NaN or infinite if a run diverged
 * @param spread standard deviation of the loss over the seeds
 * @param winner whether this is the point that the grid search chose
 */
public record GridPoint(
    String arm,
    double learningRate,
    double momentum,
    double meanLoss,
    double spread,
    boolean winner) {}
