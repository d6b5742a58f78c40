package org.retrograde.reports.record;

/**
 * What one hypergradient took at one size.
 *
 * @param steps number of training steps T
 * @param parameters number of trained parameters
 * @param forwardSeconds wall time of training and of the gradient of the final loss
 * @param backSeconds wall time of the way back
 * @param memoryBytes peak on the way back, beyond the data, of the card's memory where arrays are
 *     on one, else of live heap and native memory
 * @param fileBytes peak on disk: spilled words and logs, and what long runs have for each step
 * @param exact whether the way back ended at the bits of the start
 */
public record GrowthPoint(
    long steps,
    long parameters,
    double forwardSeconds,
    double backSeconds,
    long memoryBytes,
    long fileBytes,
    boolean exact) {}
