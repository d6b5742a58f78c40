package org.retrograde.hypergrad.schedule;

/**
 * Stays at the peak and falls over the last part of the steps: warmup-stable-decay, with the
 * warm-up left to {@link Warmup} before it.
 *
 * @param decay part of the steps that it falls over, in [0, 1]; 0 is flat, 1 falls from the start
 * @param form how it falls
 * @param end factor that it would have at step T, in [0, 1]; above 0 if the fall is exponential
 * @see <a href="https://arxiv.org/abs/2404.06395">Hu et al. (2024)</a>, section 4
 */
public record Wsd(double decay, Fall form, double end) implements Schedule {

  /** Checks the ranges. */
  public Wsd {
    form.require(decay, end);
  }

  /** Makes one that falls along a line to 0 over the last fifth. */
  public Wsd() {
    this(0.2, Fall.LINEAR, 0);
  }

  @Override
  public String word() {
    return "wsd";
  }

  @Override
  public String meaning() {
    return "stays at the peak and falls over the last part of the steps";
  }

  @Override
  public double factor(int step, int steps) {
    return form.last(decay, end, step, steps);
  }
}
