package org.retrograde.experiments.config;

import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.schedule.Schedule;

/**
 * A search over learning rates and momenta.
 *
 * @param arms schedules to search for, each on the whole grid, at least one
 * @param learningRates peak learning rates
 * @param momenta momentum decays, each in (0, 1), at least one
 * @param seeds runs of each point, at least 1
 */
public record GridConfig(
    List<Schedule> arms, LearningRates learningRates, List<Double> momenta, int seeds) {
  /** Copies the lists. */
  public GridConfig {
    arms = List.copyOf(arms);
    momenta = List.copyOf(momenta);
  }

  /**
   * A geometric sequence.
   *
   * @param from the smallest one, above 0
   * @param factor each one divided by the one before, above 1
   * @param count how many, at least 1
   */
  public record LearningRates(double from, double factor, int count) {
    /**
     * Returns the sequence.
     *
     * @return {@code from * factor^i} for i = 0 .. count - 1
     */
    public List<Double> values() {
      return IntStream.range(0, count).mapToObj(i -> from * StrictMath.pow(factor, i)).toList();
    }
  }
}
