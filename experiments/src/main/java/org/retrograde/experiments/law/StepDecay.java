package org.retrograde.experiments.law;

import org.retrograde.hypergrad.schedule.Schedule;

/**
 * Stays at the peak, then at a part of it: what tells a law how a fall of the rate works out.
 *
 * @param at part of the steps before the fall, in [0, 1]
 * @param factor what it falls to, in (0, 1]
 */
public record StepDecay(double at, double factor) implements Schedule {

  /** Checks the ranges. */
  public StepDecay {
    if (!(at >= 0 && at <= 1)) {
      throw new IllegalArgumentException("at must be at least 0 and at most 1, got " + at);
    }
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException("factor must be above 0 and at most 1, got " + factor);
    }
  }

  /** Makes one that falls to three tenths at half of the steps. */
  public StepDecay() {
    this(0.5, 0.3);
  }

  @Override
  public String word() {
    return "step-decay";
  }

  @Override
  public String meaning() {
    return "stays at the peak, then at a part of it";
  }

  @Override
  public double factor(int step, int steps) {
    return step < at * steps ? 1 : factor;
  }
}
