package org.retrograde.hypergrad.schedule;

/**
 * Rises along a line, stays at the peak, and falls along a line. Where the two are longer than the
 * run together, it turns below the peak.
 *
 * @param rise part of the steps that it rises over, from 0 a step before the first, in [0, 1]
 * @param fall part of the steps that it falls over, to 0 at step T, in [0, 1]
 */
public record Trapezoid(double rise, double fall) implements Schedule {

  /** Checks the ranges. */
  public Trapezoid {
    if (!(rise >= 0 && rise <= 1 && fall >= 0 && fall <= 1)) {
      throw new IllegalArgumentException(
          "rise and fall must be at least 0 and at most 1, got %s and %s".formatted(rise, fall));
    }
  }

  /** Makes one that rises over a tenth and falls over a fifth. */
  public Trapezoid() {
    this(0.1, 0.2);
  }

  @Override
  public String word() {
    return "trapezoid";
  }

  @Override
  public String meaning() {
    return "rises along a line to the peak, stays there, and falls along a line to 0";
  }

  @Override
  public double factor(int step, int steps) {
    double rising = Math.min(1, (step + 1) / (rise * steps + 1));
    return Math.min(rising, Fall.LINEAR.last(fall, 0, step, steps));
  }
}
