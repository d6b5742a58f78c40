package org.retrograde.reports.record;

/**
 * One training run of one arm at one width.
 *
 * @param arm name of the arm, as in {@link ArmDescription}
 * @param width width of the hidden layers
 * @param seed seed of this run; runs of different arms with one seed are paired
 * @param trainingLoss mean loss of the last ten minibatches; NaN or infinite if the run diverged,
 *     as all figures here
 * @param validationLoss final loss on the validation set
 * @param testLoss final loss on the test set
 * @param validationError fraction of the validation set classified wrongly, 0 to 1
 * @param testError fraction of the test set classified wrongly, 0 to 1
 * @param diverged whether the run was counted as diverged
 */
public record TransferRun(
    String arm,
    int width,
    long seed,
    double trainingLoss,
    double validationLoss,
    double testLoss,
    double validationError,
    double testError,
    boolean diverged) {}
