package org.retrograde.hypergrad.plan;

import org.retrograde.hypergrad.gradient.Strategy;

/**
 * What one hypergradient is predicted to cost.
 *
 * @param strategy how it finds the states of the way back
 * @param gradientEvaluations time in units of one gradient of the training loss, a Hessian product
 *     counted as two
 * @param seconds on this machine, one run at a time
 * @param bytes where the device's arrays are and in files, at the peak of the way back, beyond the
 *     data
 */
public record StrategyCost(
    Strategy strategy, double gradientEvaluations, double seconds, long bytes) {}
