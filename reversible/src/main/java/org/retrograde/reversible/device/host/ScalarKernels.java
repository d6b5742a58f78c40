package org.retrograde.reversible.device.host;

import org.retrograde.reversible.device.LaneHash;
import org.retrograde.reversible.device.RootScaling;

/** Plain loops, for every processor and for arrays too short to be worth more. */
final class ScalarKernels implements LaneKernels {

  private static final long SMALL_LANE = 1L << 61;
  private static final int SMALL_BITS = 62;

  /** Sums that an inner product is split into. */
  static final int SUMS = 8;

  @Override
  public boolean isFastHere() {
    return true;
  }

  @Override
  public void decay(long[] lanes, long[] heads, Digits by, Span span) {
    long n = by.numerator();
    int bits = by.bits();
    long mask = by.mask();
    for (int i = span.from(); i < span.to(); i++) {
      long pushed = (heads[i] << bits) + (lanes[i] & mask);
      long quotient = n == 1 ? pushed : Math.multiplyHigh(pushed, by.reciprocal());
      long digit = pushed - quotient * n;
      if (digit >= n) {
        digit -= n;
        quotient++;
      }
      lanes[i] = (lanes[i] >> bits) * n + digit;
      heads[i] = quotient;
    }
  }

  @Override
  public void undecay(long[] lanes, long[] heads, Digits by, Span span) {
    long n = by.numerator();
    int bits = by.bits();
    long mask = by.mask();
    for (int i = span.from(); i < span.to(); i++) {
      long lane = lanes[i];
      long quotient = n == 1 ? lane : Math.multiplyHigh(lane, by.reciprocal());
      long digit = lane - quotient * n;
      if (digit < 0) {
        digit += n;
        quotient--;
      } else if (digit >= n) {
        digit -= n;
        quotient++;
      }
      long pushed = heads[i] * n + digit;
      lanes[i] = (quotient << bits) + (pushed & mask);
      heads[i] = pushed >> bits;
    }
  }

  @Override
  public boolean addTruncated(long[] lanes, double[] products, Span span) {
    boolean small = true;
    int from = span.from();
    for (int i = from; i < span.to(); i++) {
      small &= isSmall(lanes[i], products[i - from]);
      lanes[i] += (long) products[i - from];
    }
    return small;
  }

  static boolean isSmall(long lane, double product) {
    return Math.abs(product) < SMALL && (lane + SMALL_LANE) >>> SMALL_BITS == 0;
  }

  @Override
  public void multiply(double scale, long[] lanes, Span span, double[] products) {
    int from = span.from();
    for (int i = from; i < span.to(); i++) {
      products[i - from] = scale * HostMath.toDouble(lanes[i]);
    }
  }

  @Override
  public void multiply(double scale, float[] reals, Span span, double[] products) {
    int from = span.from();
    for (int i = from; i < span.to(); i++) {
      products[i - from] = scale * reals[i];
    }
  }

  @Override
  public void round(double scale, long[] lanes, Span span, float[] reals) {
    for (int i = span.from(); i < span.to(); i++) {
      reals[i] = (float) (scale * HostMath.toDouble(lanes[i]));
    }
  }

  @Override
  public double dot(double[] a, int first, double[] b, Span span) {
    double[] sums = new double[SUMS];
    int shift = first - span.from();
    int end = span.from() + span.length() / SUMS * SUMS;
    for (int i = span.from(); i < end; i += SUMS) {
      for (int j = 0; j < SUMS; j++) {
        sums[j] += a[i + j + shift] * b[i + j];
      }
    }
    for (int i = end; i < span.to(); i++) {
      sums[i - end] += a[i + shift] * b[i];
    }
    return sum(sums);
  }

  @Override
  public double dot(double[] a, int first, float[] b, Span span) {
    double[] sums = new double[SUMS];
    int shift = first - span.from();
    int end = span.from() + span.length() / SUMS * SUMS;
    for (int i = span.from(); i < end; i += SUMS) {
      for (int j = 0; j < SUMS; j++) {
        sums[j] += a[i + j + shift] * b[i + j];
      }
    }
    for (int i = end; i < span.to(); i++) {
      sums[i - end] += a[i + shift] * b[i];
    }
    return sum(sums);
  }

  @Override
  public void rootScaling(RootScaling f, long[] numerator, long[] square, Span span, double[] q) {
    rootScaling(f, numerator, square, span, 0, q);
  }

  /** The same into the elements of q from {@code first} on. */
  void rootScaling(
      RootScaling f, long[] numerator, long[] square, Span span, int first, double[] q) {
    double a = f.numeratorUnit();
    double b = f.squareUnit();
    double epsilon = f.epsilon();
    long least = f.leastSquare();
    int shift = first - span.from();
    for (int i = span.from(); i < span.to(); i++) {
      double below = Math.sqrt(HostMath.toDouble(square[i]) * b) + epsilon;
      boolean counts = square[i] >= least && below > 0;
      q[i + shift] = counts ? HostMath.toDouble(numerator[i]) * a / below : 0;
    }
  }

  @Override
  public void rootScalingSlopes(
      RootScaling f,
      long[] numerator,
      long[] square,
      Span span,
      double[] q,
      double[] inverse,
      double[] both) {
    rootScalingSlopes(f, numerator, square, span, 0, q, inverse, both);
  }

  /** The same into the elements from {@code first} on. */
  void rootScalingSlopes(
      RootScaling f,
      long[] numerator,
      long[] square,
      Span span,
      int first,
      double[] q,
      double[] inverse,
      double[] both) {
    double a = f.numeratorUnit();
    double b = f.squareUnit();
    double epsilon = f.epsilon();
    long least = f.leastSquare();
    int shift = first - span.from();
    for (int i = span.from(); i < span.to(); i++) {
      double root = Math.sqrt(HostMath.toDouble(square[i]) * b);
      double below = root + epsilon;
      boolean counts = square[i] >= least && below > 0;
      double quotient = counts && root > 0 ? 1 / (below * root) : 0;
      double one = quotient > 0 ? quotient * root : counts ? 1 / below : 0;
      q[i + shift] = HostMath.toDouble(numerator[i]) * a * one;
      inverse[i + shift] = one;
      both[i + shift] = quotient;
    }
  }

  @Override
  public long hash(long[] lanes, Span span) {
    long hash = 0;
    for (int i = span.from(); i < span.to(); i++) {
      hash += LaneHash.weight(i) * (lanes[i] + LaneHash.HIGH_HALF * (lanes[i] >> Integer.SIZE));
    }
    return hash;
  }

  @Override
  public double maxAbs(double[] reals, Span span) {
    long largest = 0;
    for (int i = span.from(); i < span.to(); i++) {
      largest = Math.max(largest, Double.doubleToRawLongBits(reals[i]) & Long.MAX_VALUE);
    }
    return Double.longBitsToDouble(largest);
  }

  @Override
  public double maxAbs(float[] reals, Span span) {
    int largest = 0;
    for (int i = span.from(); i < span.to(); i++) {
      largest = Math.max(largest, Float.floatToRawIntBits(reals[i]) & Integer.MAX_VALUE);
    }
    return Float.intBitsToFloat(largest);
  }

  static double sum(double[] s) {
    return ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]));
  }
}
