package org.retrograde.reports.record;

import org.jspecify.annotations.Nullable;

/**
 * What one hypergradient is predicted to cost under one way of finding the states of the way back.
 *
 * <p>A strategy that does not apply to the optimizer, because its steps cannot be undone, has a
 * note and does not fit; its figures are 0 or NaN.
 *
 * @param name {@code replay}, {@code stored}, {@code checkpoints}, or {@code recursive}
 * @param gradientEvaluations cost in units of one gradient evaluation of the training loss
 * @param seconds wall time, in seconds
 * @param bytes memory beyond the data at the peak of the reversal
 * @param fits whether it applies and keeps the budget, if there is one
 * @param note a remark, such as why it does not apply, or null for none
 */
public record PlannedStrategy(
    String name,
    double gradientEvaluations,
    double seconds,
    long bytes,
    boolean fits,
    @Nullable String note) {}
