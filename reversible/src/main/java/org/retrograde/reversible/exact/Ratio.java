package org.retrograde.reversible.exact;

/**
 * A decay factor n / 2^k, exact in the step and in its adjoint.
 *
 * @param numerator n, in [1, 2^bits]
 * @param bits k, in [1, 24]
 */
public record Ratio(long numerator, int bits) {

  /** The resolution used unless 1 - gamma itself needs more: 2^-16. */
  public static final int DEFAULT_BITS = 16;

  /** Factors from here on are 1 at that resolution. */
  public static final double ONE_FROM = 1 - 0x1p-17;

  /** What a factor must be to discard anything at that resolution, for people. */
  public static final String BELOW_ONE = "below 1 - 2^-17";

  /** The finest resolution, 2^-24. */
  public static final int MAX_BITS = 24;

  /** Checks the ranges. */
  public Ratio {
    if (bits < 1 || bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "bits must be in [1, %d], got %d".formatted(MAX_BITS, bits));
    }
    if (numerator < 1 || numerator > 1L << bits) {
      throw new IllegalArgumentException(
          "numerator must be in [1, 2^%d], got %d".formatted(bits, numerator));
    }
  }

  /** Returns the ratio next to {@code gamma} with 16 bits; see {@link #of(double, int)}. */
  public static Ratio of(double gamma) {
    return of(gamma, DEFAULT_BITS);
  }

  /**
   * Returns the ratio next to {@code gamma}, at least 2^-bits: a decay to exactly 0 could not be
   * undone.
   *
   * @param gamma in [0, 1]
   * @param bits k
   * @throws IllegalArgumentException if gamma is NaN or outside [0, 1]
   */
  public static Ratio of(double gamma, int bits) {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("a decay factor must be in [0, 1], got " + gamma);
    }
    return new Ratio(Math.max(1, Math.round(Math.scalb(gamma, bits))), bits);
  }

  /** Returns n / 2^k. */
  public double value() {
    return Math.scalb((double) numerator, -bits);
  }

  /** Returns (2^k - n) / 2^k, exactly. */
  public double complement() {
    return Math.scalb((double) ((1L << bits) - numerator), -bits);
  }

  /** Returns whether this is 1, which discards nothing. */
  public boolean isOne() {
    return numerator == 1L << bits;
  }

  /** Returns the information that a decay discards, log2(2^k / n) bits a lane. */
  public double discardedBits() {
    return -Math.log(value()) / Math.log(2);
  }
}
