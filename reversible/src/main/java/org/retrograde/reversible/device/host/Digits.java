package org.retrograde.reversible.device.host;

/**
 * What exchanging digits with heads by the ratio n / 2^k needs.
 *
 * @param numerator n, in [1, 2^k]
 * @param bits k, in [1, 24]
 * @param reciprocal floor((2^64 - 1) / n): the high half of its product with a number is that
 *     number's quotient by n, or one less, so that one comparison replaces a division
 */
record Digits(long numerator, int bits, long reciprocal) {

  static Digits of(long numerator, int bits) {
    return new Digits(numerator, bits, Long.divideUnsigned(-1L, numerator));
  }

  /** Returns 2^k - 1. */
  long mask() {
    return (1L << bits) - 1;
  }
}
