package org.retrograde.hypergrad.schedule;

/**
 * Stays at the peak and then falls as a power of the step: (1 + (t / t_c)^s)^(-beta / s), which is
 * max(1, t / t_c)^-beta with its corner rounded.
 *
 * @param exponent beta, at least 0
 * @param crossing t_c, in steps, above 0
 * @param sharpness s of the corner, above 0
 * @see <a href="https://arxiv.org/abs/2202.04509">arXiv 2202.04509</a>, which has the corner
 */
public record TwoPhase(double exponent, double crossing, double sharpness) implements Schedule {

  /** Checks the ranges. */
  public TwoPhase {
    if (!(exponent >= 0 && crossing > 0 && sharpness > 0)) {
      throw new IllegalArgumentException(
          "exponent must be at least 0, crossing and sharpness above 0, got %s, %s and %s"
              .formatted(exponent, crossing, sharpness));
    }
  }

  /** Makes one that falls as 1 / t from step 20 on. */
  public TwoPhase() {
    this(1, 20, 8);
  }

  @Override
  public String word() {
    return "two-phase";
  }

  @Override
  public String meaning() {
    return "stays at the peak up to step `crossing` and falls as a power of the step from there";
  }

  /** Written so that no power overflows. */
  @Override
  public double factor(int step, int steps) {
    double ratio = step / crossing;
    return ratio <= 1
        ? Math.pow(1 + Math.pow(ratio, sharpness), -exponent / sharpness)
        : Math.pow(ratio, -exponent)
            * Math.pow(1 + Math.pow(ratio, -sharpness), -exponent / sharpness);
  }
}
