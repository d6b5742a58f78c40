package org.retrograde.experiments.example;

import org.retrograde.hypergrad.schedule.Schedule;

/**
 * Falls as a power of time: (1 + t / offset)^-exponent. A schedule as somebody else would write it,
 * in one file and a line of {@code META-INF/services}.
 *
 * @param exponent how fast, at least 0; 0.5 is one over the square root
 * @param offset steps before the fall shows, above 0
 */
public record PowerDecay(double exponent, double offset) implements Schedule {

  /** Checks the ranges. */
  public PowerDecay {
    if (!(exponent >= 0 && offset > 0)) {
      throw new IllegalArgumentException(
          "exponent must be at least 0 and offset above 0, got %s and %s"
              .formatted(exponent, offset));
    }
  }

  /** Makes one with the usual numbers, which is what a word alone stands for. */
  public PowerDecay() {
    this(0.5, 10);
  }

  @Override
  public String word() {
    return "power";
  }

  @Override
  public String meaning() {
    return "falls as a power of the step";
  }

  @Override
  public double factor(int step, int steps) {
    return Math.pow(1 + step / offset, -exponent);
  }
}
