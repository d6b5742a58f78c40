package org.retrograde.experiments.scale;

import org.jspecify.annotations.Nullable;

/**
 * What an experiment of some size would cost under one strategy.
 *
 * @param name of the strategy
 * @param secondsAStep of one step there and back, the disk included
 * @param seconds of one hypergradient, the disk included
 * @param leastSeconds the least that the measurements allow for
 * @param mostSeconds the most
 * @param runsAtOnce on one machine: as many as its memory has room for, at most {@code run.jobs}
 * @param hours of the experiment, from its beginning to its end
 * @param machineHours of all machines
 * @param price of these; null if nobody asked
 * @param memoryBytes of one run
 * @param diskBytes of one run
 * @param diskBytesPerSecond that the disk has to take from one run, so that it waits for nothing
 * @param checkpointBytes of one checkpoint of one run
 * @param checkpointSeconds of writing it
 * @param endsFirst what has the least left
 * @param fits whether there is enough of everything
 */
public record ScaledStrategy(
    String name,
    double secondsAStep,
    double seconds,
    double leastSeconds,
    double mostSeconds,
    int runsAtOnce,
    double hours,
    double machineHours,
    @Nullable Double price,
    long memoryBytes,
    long diskBytes,
    double diskBytesPerSecond,
    long checkpointBytes,
    double checkpointSeconds,
    Resource endsFirst,
    boolean fits) {}
