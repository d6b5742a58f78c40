package org.retrograde.hypergrad.schedule;

/**
 * Falls as a power of the step, (1 + t / t0)^-beta, which has its peak where t^-beta has none.
 *
 * @param exponent beta, at least 0
 * @param offset t0, in steps, above 0
 * @see <a href="https://arxiv.org/abs/2202.04509">arXiv 2202.04509</a>
 */
public record InversePower(double exponent, double offset) implements Schedule {

  /** Checks the ranges. */
  public InversePower {
    if (!(exponent >= 0 && offset > 0)) {
      throw new IllegalArgumentException(
          "exponent must be at least 0 and offset above 0, got %s and %s"
              .formatted(exponent, offset));
    }
  }

  /** Makes one that falls as the inverse square root of the step. */
  public InversePower() {
    this(0.5, 1);
  }

  @Override
  public String word() {
    return "inverse-power";
  }

  @Override
  public String meaning() {
    return "falls as a power of the step, as (1 + t / offset)^-exponent";
  }

  @Override
  public double factor(int step, int steps) {
    return Math.pow(1 + step / offset, -exponent);
  }
}
