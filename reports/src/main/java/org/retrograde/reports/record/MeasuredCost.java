package org.retrograde.reports.record;

/**
 * What one hypergradient cost.
 *
 * @param seconds wall time, in seconds
 * @param bytes memory beyond the data at the peak of the reversal
 */
public record MeasuredCost(double seconds, long bytes) {}
