package org.retrograde.reversible.device.host;

/**
 * Whole numbers in the order of real ones, both zeros alike and NaN above all: they are compared
 * without a branch that a processor would guess wrong every other time.
 */
final class Ranks {

  private Ranks() {}

  static long of(float x) {
    int bits = Float.floatToIntBits(x + 0f); // -0 becomes 0
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  static long of(double x) {
    long bits = Double.doubleToLongBits(x + 0d);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}
