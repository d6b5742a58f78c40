package org.retrograde.experiments.scale;

import org.jspecify.annotations.Nullable;

/**
 * What there is to spend on an experiment.
 *
 * @param memoryBytes of one machine, where arrays are
 * @param diskBytes of one machine
 * @param diskBytesPerSecond that it writes, and reads
 * @param machines alike
 * @param days that the experiment may last
 * @param price of a machine-hour; null if nobody asks
 */
public record Limits(
    long memoryBytes,
    long diskBytes,
    double diskBytesPerSecond,
    int machines,
    double days,
    @Nullable Double price) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the option of the command line
   */
  public Limits {
    require("memory", (double) memoryBytes);
    require("disk", (double) diskBytes);
    require("disk-bandwidth", diskBytesPerSecond);
    require("machines", machines);
    require("days", days);
    require("price", price == null ? 1 : price);
  }

  private static void require(String option, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("--%s must be above 0, got %s".formatted(option, value));
    }
  }
}
