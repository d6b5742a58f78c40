package org.retrograde.reversible.device.host;

/** Scalar functions on bits, where what the JIT makes of the plain expression is slow. */
final class HostMath {

  /** Half of the number from which on tanh rounds to 1 in float. */
  private static final float HALF_OF_LARGE = 4.6f;

  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN2_HIGH = 0x1.62e42fee00000p-1; // 33 bits, exact times n
  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** Added to a number below 2^51, it leaves no place for a fraction. */
  private static final double SHIFT = 0x1.8p52;

  private static final double LEAST = -708;
  private static final int EXPONENT_BIAS = 1023;
  private static final int MANTISSA_BITS = 52;

  /** 2^84 + 2^63 + 2^52: what the two halves of {@link #toDouble} carry beside their digits. */
  static final double CARRIED = 0x1.00000801p84;

  /** 2^84, with 2^63 in the place of its sign. */
  static final long HIGH_HALF = 0x4530_0000_8000_0000L;

  /** 2^52. */
  static final long LOW_HALF = 0x4330_0000_0000_0000L;

  private HostMath() {}

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
   * Returns tanh x to 6 units in the last place, odd, within [-1, 1]. Without a branch or a call,
   * so that the compiler makes vector instructions of a loop of it.
   *
   * <p>tanh(x / 2) is a / b, a rational function that was fitted for the least relative error
   * (3e-8) on [0, 4.6], and tanh x = 2 a b / (a^2 + b^2), which damps its error where tanh is flat.
   */
  static float tanh(float x) {
    float h = Math.max(-HALF_OF_LARGE, Math.min(HALF_OF_LARGE, 0.5f * x));
    float s = h * h;
    float a = h * (1 + s * (0.12590247f + s * (0.0025513920f + s * 5.4535817e-6f)));
    float b = 1 + s * (0.45923560f + s * (0.022297028f + s * 1.7427542e-4f));
    return Math.max(-1f, Math.min(1f, 2 * (a * b) / (a * a + b * b)));
  }

  /**
   * Returns tanh x to 4 units in the last place: by Lambert's continued fraction near 0, by the
   * exponential elsewhere.
   */
  static double tanh(double x) {
    double size = Math.abs(x);
    if (size < 0.5) {
      double s = x * x;
      double tail = 13 + s / (15 + s / (17 + s / 19));
      return x / (1 + s / (3 + s / (5 + s / (7 + s / (9 + s / (11 + s / tail))))));
    }
    double e = exp(-2 * size);
    return Math.copySign((1 - e) / (1 + e), x);
  }

  /** Returns 1 / (1 + e^-x) to 4 units in the last place. */
  static double logistic(double x) {
    double e = exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  /** Replaces the first {@code length} elements by their {@link #exp(double)}. */
  static void exp(double[] a, int length) {
    for (int i = 0; i < length; i++) {
      a[i] = exp(a[i]);
    }
  }

  /**
   * Returns e^x for x of at most 0, to 2 units in the last place; 0 below -708, where that is less
   * than the smallest normal number. Plain arithmetic, so the bits are those of every compiler,
   * which {@link Math#exp} does not promise.
   *
   * <p>x = n ln 2 + r with |r| at most ln 2 / 2, e^x = 2^n e^r, e^r by its Taylor series, whose
   * first term left out is 2^-56.
   */
  static double exp(double x) {
    if (!(x >= LEAST)) {
      return x < LEAST ? 0 : x;
    }
    double shifted = x * LOG2_E + SHIFT;
    double n = shifted - SHIFT;
    double r = (x - n * LN2_HIGH) - n * LN2_LOW;
    // Estrin's scheme: the parts do not wait for each other as Horner's do.
    double r2 = r * r;
    double r4 = r2 * r2;
    double low = (0.5 + r * (1 / 6.0)) + r2 * (1 / 24.0 + r * (1 / 120.0));
    double middle = (1 / 720.0 + r * (1 / 5040.0)) + r2 * (1 / 40320.0 + r * (1 / 362880.0));
    double high =
        (1 / 3628800.0 + r * (1 / 39916800.0)) + r2 * (1 / 479001600.0 + r * (1 / 6227020800.0));
    double series = 1 + (r + r2 * (low + r4 * (middle + r4 * high)));
    long power =
        (Double.doubleToRawLongBits(shifted) << MANTISSA_BITS)
            + ((long) EXPONENT_BIAS << MANTISSA_BITS);
    return series * Double.longBitsToDouble(power);
  }

  /**
   * Returns {@code (double) x}, rounded to nearest, from two exact halves: the processor's own
   * conversion waits for the last value of its target register, which makes a loop of them serial.
   */
  static double toDouble(long x) {
    double high = Double.longBitsToDouble((x >>> 32) ^ HIGH_HALF);
    double low = Double.longBitsToDouble((x & 0xFFFF_FFFFL) | LOW_HALF);
    return (high - CARRIED) + low;
  }
}
