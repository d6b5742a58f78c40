package org.retrograde.models.data;

/** Numbers of 16 bits: a sign, 5 bits of exponent and 10 of fraction, as IEEE 754 has them. */
public final class HalfPrecision {

  private static final int FRACTION = 10;
  private static final int BIAS = 15;
  private static final int MOST = 0x1f;

  private HalfPrecision() {}

  /** Returns the same number in single precision, which holds each of them. */
  public static float toFloat(short bits) {
    int exponent = (bits >> FRACTION) & MOST;
    int fraction = bits & ((1 << FRACTION) - 1);
    float size =
        switch (exponent) {
          case 0 -> Math.scalb((float) fraction, 1 - BIAS - FRACTION);
          case MOST -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb((float) (fraction | (1 << FRACTION)), exponent - BIAS - FRACTION);
        };
    return bits < 0 ? -size : size;
  }
}
