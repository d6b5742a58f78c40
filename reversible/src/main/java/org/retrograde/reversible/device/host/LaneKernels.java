package org.retrograde.reversible.device.host;

import org.retrograde.reversible.device.RootScaling;

/**
 * The inner loops on fixed-point lanes, each over a span of them. Products begin at the span's
 * first lane. All implementations give the same bits.
 */
interface LaneKernels {

  /** A lane and a product below this in magnitude fit together. */
  double SMALL = 0x1p61;

  /** Returns whether this processor has the instructions that these kernels are made of. */
  boolean isFastHere();

  /** As {@link org.retrograde.reversible.device.Lanes#decay}. */
  void decay(long[] lanes, long[] heads, Digits by, Span span);

  /** As {@link org.retrograde.reversible.device.Lanes#undecay}. */
  void undecay(long[] lanes, long[] heads, Digits by, Span span);

  /**
   * Adds products to lanes, each truncated toward zero. Sums that do not fit wrap around.
   *
   * @return whether all lanes and products were below {@link #SMALL}, so that every sum has fit
   */
  boolean addTruncated(long[] lanes, double[] products, Span span);

  /** products = scale * lanes, rounded twice: to double, and the product. */
  void multiply(double scale, long[] lanes, Span span, double[] products);

  /** products = scale * reals. */
  void multiply(double scale, float[] reals, Span span, double[] products);

  /** reals = scale * lanes, rounded three times: to double, the product, and that to float. */
  void round(double scale, long[] lanes, Span span, float[] reals);

  /**
   * Returns the sum of a_i b_i over a span of b, to which a's elements from {@code first} on
   * belong: eight sums, of every eighth term each, added pairwise.
   */
  double dot(double[] a, int first, double[] b, Span span);

  /** The same for another precision. */
  double dot(double[] a, int first, float[] b, Span span);

  /**
   * q = a m / (sqrt(b s) + eps) of {@link RootScaling}.
   *
   * @param q its elements from 0 on. Overwritten.
   */
  void rootScaling(RootScaling f, long[] numerator, long[] square, Span span, double[] q);

  /**
   * q of a {@link RootScaling} and what pulling an adjoint back through it needs: 1 / (r + eps) and
   * 1 / (r (r + eps)), r = sqrt(b s), all 0 where s does not count, and the second where r is 0.
   * One quotient and products, because a division is what takes time here.
   *
   * @param q its elements from 0 on, like those of the others. Overwritten.
   * @param inverse 1 / (r + eps). Overwritten.
   * @param both 1 / (r (r + eps)). Overwritten.
   */
  void rootScalingSlopes(
      RootScaling f,
      long[] numerator,
      long[] square,
      Span span,
      double[] q,
      double[] inverse,
      double[] both);

  /** Returns the terms of a span in {@link org.retrograde.reversible.device.Lanes#hash}. */
  long hash(long[] lanes, Span span);

  /**
   * Returns the largest magnitude of a span; NaN if there is one. Magnitudes are in the order of
   * their bits, NaN above infinity, so integers are compared without a thought to it.
   */
  double maxAbs(double[] reals, Span span);

  /** The same of floats. */
  double maxAbs(float[] reals, Span span);

  /** products = scale * reals. */
  default void multiply(double scale, double[] reals, Span span, double[] products) {
    int from = span.from();
    for (int i = from; i < span.to(); i++) {
      products[i - from] = scale * reals[i];
    }
  }

  /** reals = scale * lanes, rounded twice. */
  default void round(double scale, long[] lanes, Span span, double[] reals) {
    for (int i = span.from(); i < span.to(); i++) {
      reals[i] = scale * HostMath.toDouble(lanes[i]);
    }
  }
}
