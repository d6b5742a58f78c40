package org.retrograde.hypergrad.schedule;

/**
 * The power scheduler: a rate of min(eta_max, B a n^b) after n tokens, and a fall from there. As a
 * fraction of the peak eta_max, and with n counted in steps, n = t + 1, it is min(1, (n / n_c)^b),
 * where n_c is where B a n^b passes eta_max. Over the last part of the steps what it has reached is
 * kept, times the factor of the fall. The warm-up is left to {@link Warmup} before it.
 *
 * @param exponent -b, at least 0
 * @param crossing n_c, in steps, above 0
 * @param decay part of the steps that it falls over, in [0, 1]
 * @param form how it falls
 * @param end what would be left at step T, in [0, 1]; above 0 if the fall is exponential
 * @see <a href="https://arxiv.org/abs/2408.13359">Shen et al. (2024)</a>, equation 6; how far its
 *     exponential fall goes is not said there
 */
public record PowerScheduler(double exponent, double crossing, double decay, Fall form, double end)
    implements Schedule {

  /** Checks the ranges. */
  public PowerScheduler {
    if (!(exponent >= 0 && crossing > 0)) {
      throw new IllegalArgumentException(
          "exponent must be at least 0 and crossing above 0, got %s and %s"
              .formatted(exponent, crossing));
    }
    form.require(decay, end);
  }

  /** Makes one of the published exponent and decay. */
  public PowerScheduler() {
    this(0.51, 20, 0.1, Fall.EXPONENTIAL, 0.001);
  }

  @Override
  public String word() {
    return "power-scheduler";
  }

  @Override
  public String meaning() {
    return "stays at the peak for `crossing` steps, goes down as a power of the step, and falls";
  }

  @Override
  public double factor(int step, int steps) {
    double reached = Math.min(step + 1, Math.max(1, (1 - decay) * steps));
    double power = Math.min(1, Math.pow(reached / crossing, -exponent));
    return power * form.last(decay, end, step, steps);
  }
}
