package org.retrograde.hypergrad.plan;

import java.util.function.Supplier;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;

/**
 * What one hypergradient cost.
 *
 * @param seconds of wall time
 * @param bytes at the peak of the way back, beyond what there was before
 */
public record MeasuredCost(double seconds, long bytes) {

  /**
   * Measures: differentiates twice, once for the time and once for the memory, whose collections
   * take time.
   *
   * @param runs makes a new run, objective included, at each call
   */
  public static MeasuredCost of(Supplier<TrainingRun> runs, Strategy strategy) {
    TrainingRun timed = runs.get();
    long start = System.nanoTime();
    strategy.differentiate(timed);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new MeasuredCost(seconds, MemoryProbe.peak(runs.get(), strategy));
  }
}
