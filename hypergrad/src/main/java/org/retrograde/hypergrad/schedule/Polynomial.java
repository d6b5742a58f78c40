package org.retrograde.hypergrad.schedule;

/**
 * Falls as a power of the part that is left: e + (1 - e) (1 - t/T)^k; the square root of it for k =
 * 1/2.
 *
 * @param exponent k, at least 0
 * @param end e, factor that it would have at step T, in [0, 1]
 */
public record Polynomial(double exponent, double end) implements Schedule {

  /** Checks the ranges. */
  public Polynomial {
    if (!(exponent >= 0)) {
      throw new IllegalArgumentException("exponent must be at least 0, got " + exponent);
    }
    if (!(end >= 0 && end <= 1)) {
      throw new IllegalArgumentException("end must be at least 0 and at most 1, got " + end);
    }
  }

  /** Makes the square root. */
  public Polynomial() {
    this(0.5, 0);
  }

  @Override
  public String word() {
    return "polynomial";
  }

  @Override
  public String meaning() {
    return "falls as a power of the part that is left";
  }

  @Override
  public double factor(int step, int steps) {
    return end + (1 - end) * Math.pow(1 - (double) step / steps, exponent);
  }
}
