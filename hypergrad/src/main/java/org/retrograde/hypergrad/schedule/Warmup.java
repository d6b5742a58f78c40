package org.retrograde.hypergrad.schedule;

/** Rises linearly from 0, which it would have a step before the first, to the peak at step T. */
public record Warmup() implements Schedule {

  @Override
  public String word() {
    return "warmup";
  }

  @Override
  public String meaning() {
    return "rises along a line from 0 to the peak, and is to be followed by another";
  }

  @Override
  public double factor(int step, int steps) {
    return (step + 1.0) / (steps + 1);
  }
}
