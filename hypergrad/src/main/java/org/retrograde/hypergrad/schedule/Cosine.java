package org.retrograde.hypergrad.schedule;

/**
 * Falls from the peak along half a cosine, and would be at its end at step T; with several cycles
 * it starts again at the peak.
 *
 * @param end factor at the end of a cycle, in [0, 1]
 * @param cycles equal parts of the run, at least 1
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter (2017)</a>
 */
public record Cosine(double end, int cycles) implements Schedule {

  /** Checks the ranges. */
  public Cosine {
    if (!(end >= 0 && end <= 1)) {
      throw new IllegalArgumentException("end must be at least 0 and at most 1, got " + end);
    }
    if (cycles < 1) {
      throw new IllegalArgumentException("cycles must be at least 1, got " + cycles);
    }
  }

  /** Makes one that falls to 0, once. */
  public Cosine() {
    this(0, 1);
  }

  @Override
  public String word() {
    return "cosine";
  }

  @Override
  public String meaning() {
    return "falls along half a cosine from the peak to its end, once or in cycles";
  }

  @Override
  public double factor(int step, int steps) {
    double passed = (double) ((long) cycles * step % steps) / steps;
    return end + (1 - end) * (1 + Math.cos(Math.PI * passed)) / 2;
  }
}
