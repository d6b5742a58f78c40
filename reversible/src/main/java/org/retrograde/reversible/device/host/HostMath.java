package org.retrograde.reversible.device.host;

/** Scalar functions on bits, where what the JIT makes of the plain expression is slow. */
final class HostMath {

  /** 2^84 + 2^63 + 2^52: what the two halves of {@link #toDouble} carry beside their digits. */
  private static final double CARRIED = 0x1.00000801p84;

  private HostMath() {}

  /**
   * Returns {@code (double) x}, rounded to nearest, from two exact halves: the processor's own
   * conversion waits for the last value of its target register, which makes a loop of them serial.
   */
  static double toDouble(long x) {
    double high = Double.longBitsToDouble((x >>> 32) ^ 0x4530_0000_8000_0000L);
    double low = Double.longBitsToDouble((x & 0xFFFF_FFFFL) | 0x4330_0000_0000_0000L);
    return (high - CARRIED) + low;
  }

  /**
   * Returns {@code x} where {@code y > 0}, without a branch that data would mispredict, and 0 where
   * {@code y} is 0; y must not be negative.
   */
  static float gate(float y, float x) {
    int open = -Float.floatToRawIntBits(y) >> 31;
    return Float.intBitsToFloat(Float.floatToRawIntBits(x) & open);
  }

  /** The same in double precision. */
  static double gate(double y, double x) {
    long open = -Double.doubleToRawLongBits(y) >> 63;
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & open);
  }

  /**
   * Returns tanh x to 3 units in the last place, the same bits on every JDK: by Lambert's continued
   * fraction near 0, by the exponential elsewhere. Half the time of {@link StrictMath#tanh}.
   */
  static double tanh(double x) {
    double size = Math.abs(x);
    if (size < 0.5) {
      double s = x * x;
      double tail = 13 + s / (15 + s / (17 + s / 19));
      return x / (1 + s / (3 + s / (5 + s / (7 + s / (9 + s / (11 + s / tail))))));
    }
    return Math.copySign(1 - 2 / (StrictMath.exp(2 * size) + 1), x);
  }
}
