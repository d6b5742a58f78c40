package org.retrograde.hypergrad.schedule;

/**
 * Falls to 0 along a hyperbola: (1 - p) / (1 - (1 - beta) p) with p = t / T, the line for beta = 1
 * and the longer above it the smaller beta.
 *
 * @param beta above 0
 * @see <a href="https://arxiv.org/abs/2107.04197">Chen et al. (2021)</a>, beta = 1/2; <a
 *     href="https://arxiv.org/abs/2603.10301">Naganuma et al. (2026)</a>, any beta
 */
public record Rex(double beta) implements Schedule {

  /** Checks the range. */
  public Rex {
    if (!(beta > 0)) {
      throw new IllegalArgumentException("beta must be above 0, got " + beta);
    }
  }

  /** Makes the usual one. */
  public Rex() {
    this(0.5);
  }

  @Override
  public String word() {
    return "rex";
  }

  @Override
  public String meaning() {
    return "falls to 0 along a hyperbola, above the line for a beta below 1";
  }

  @Override
  public double factor(int step, int steps) {
    double passed = (double) step / steps;
    return (1 - passed) / (1 - (1 - beta) * passed);
  }
}
