package org.retrograde.hypergrad.schedule;

/** Falls from the peak along half a cosine, and would be 0 at step T. */
public record Cosine() implements Schedule {

  @Override
  public String word() {
    return "cosine";
  }

  @Override
  public String meaning() {
    return "falls along half a cosine from the peak to 0";
  }

  @Override
  public double factor(int step, int steps) {
    return (1 + Math.cos(Math.PI * ((double) step / steps))) / 2;
  }
}
