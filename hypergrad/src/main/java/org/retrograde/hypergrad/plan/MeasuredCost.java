package org.retrograde.hypergrad.plan;

import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.commons.math3.stat.StatUtils;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;

/**
 * What one hypergradient cost.
 *
 * @param seconds of wall time
 * @param bytes where the device's arrays are and in files, at the peak of the way back, beyond what
 *     there was before
 */
public record MeasuredCost(double seconds, long bytes) {

  /** Short runs are timed three times: one of them alone is at the mercy of its moment. */
  private static final int REPEATS = 3;

  private static final double LONG_SECONDS = 3;

  /**
   * Measures: differentiates for the time, the median of three where they are short, and once more
   * for the memory, whose collections take time.
   *
   * @param runs makes a new run, objective included, at each call
   */
  public static MeasuredCost of(Supplier<TrainingRun> runs, Strategy strategy) {
    double[] seconds = {seconds(runs.get(), strategy)};
    while (seconds.length < REPEATS && seconds[0] < LONG_SECONDS) {
      seconds = Arrays.copyOf(seconds, seconds.length + 1);
      seconds[seconds.length - 1] = seconds(runs.get(), strategy);
    }
    return new MeasuredCost(
        StatUtils.percentile(seconds, 50), MemoryProbe.peak(runs.get(), strategy));
  }

  private static double seconds(TrainingRun run, Strategy strategy) {
    long start = System.nanoTime();
    strategy.differentiate(run);
    return (System.nanoTime() - start) / 1e9;
  }
}
