package org.retrograde.hypergrad.plan;

import org.retrograde.hypergrad.gradient.Strategy;

/**
 * What one hypergradient of another size is expected to cost, where nothing bounds how fast a disk
 * takes what is spilled.
 *
 * @param strategy how it finds the states of the way back
 * @param gradientEvaluations as of {@link StrategyCost}
 * @param seconds of it, one run at a time
 * @param leastSeconds the least that any of the measurements by itself would say
 * @param mostSeconds the most
 * @param stepSeconds of one step there and back
 * @param trainingSeconds of a training alone, its end judged
 * @param memoryBytes at the peak, where arrays are, beyond the data
 * @param spilledBytes words and logs that go to a file on the way there, and come back
 * @param fileBytes all that is in files: what is spilled, and what long runs have for each step
 * @param spillBytesPerSecond what a disk has to take on the way there, so that nothing waits
 * @param checkpointBytes of one written on the way back, without the file of what is spilled
 */
public record ScaledCost(
    Strategy strategy,
    double gradientEvaluations,
    double seconds,
    double leastSeconds,
    double mostSeconds,
    double stepSeconds,
    double trainingSeconds,
    long memoryBytes,
    long spilledBytes,
    long fileBytes,
    double spillBytesPerSecond,
    long checkpointBytes) {

  /** Returns it as a plan of the run itself has it. */
  public StrategyCost planned() {
    return new StrategyCost(strategy, gradientEvaluations, seconds, memoryBytes + fileBytes);
  }
}
