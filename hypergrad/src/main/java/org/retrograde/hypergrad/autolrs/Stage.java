package org.retrograde.hypergrad.autolrs;

import java.util.List;

/**
 * A stage of a training by {@link AutoLrs}.
 *
 * @param from its first step
 * @param steps how many
 * @param probes what was tried, in order
 * @param chosen index of the probe whose rate was trained at
 */
public record Stage(int from, int steps, List<Probe> probes, int chosen) {

  /** What is forecast where a window leaves the numbers. */
  public static final double HOPELESS = 1e6;

  /**
   * A rate that was tried.
   *
   * @param factor of the highest rates, in (0, 1]
   * @param forecast loss at the end of the stage
   */
  public record Probe(double factor, double forecast) {}

  /** Copies the list. */
  public Stage {
    probes = List.copyOf(probes);
  }

  /** Returns the first step after it. */
  public int end() {
    return from + steps;
  }

  /** Returns the factor that was trained at. */
  public double factor() {
    return probes.get(chosen).factor();
  }
}
