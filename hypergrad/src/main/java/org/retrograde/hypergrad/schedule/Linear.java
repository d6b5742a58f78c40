package org.retrograde.hypergrad.schedule;

/** Falls linearly from the peak, by 1 / T a step, and would be 0 at step T. */
public record Linear() implements Schedule {

  @Override
  public String word() {
    return "linear";
  }

  @Override
  public String meaning() {
    return "falls along a line from the peak to 0";
  }

  @Override
  public double factor(int step, int steps) {
    return 1 - (double) step / steps;
  }
}
