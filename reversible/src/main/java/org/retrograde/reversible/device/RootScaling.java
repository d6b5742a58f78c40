package org.retrograde.reversible.device;

/**
 * The direction of an adaptive update, q = a m / (sqrt(b s) + eps) elementwise, from a mean m and a
 * mean square s that are fixed-point lanes; 0 where the denominator is 0, or s is less than what
 * its arithmetic could have made of nothing.
 *
 * @param numeratorFactor a, above 0, such as 1 / (1 - beta1^t)
 * @param squareFactor b, above 0, such as 1 / (1 - beta2^t)
 * @param epsilon eps, at least 0
 * @param numeratorBits fraction bits of m
 * @param squareBits fraction bits of s
 * @param leastSquare lanes of s below it count as 0, with what becomes of them; at least 0
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015)</a>, Algorithm 1
 */
public record RootScaling(
    double numeratorFactor,
    double squareFactor,
    double epsilon,
    int numeratorBits,
    int squareBits,
    long leastSquare) {

  /** Makes a formula in which every s counts. */
  public RootScaling(
      double numeratorFactor,
      double squareFactor,
      double epsilon,
      int numeratorBits,
      int squareBits) {
    this(numeratorFactor, squareFactor, epsilon, numeratorBits, squareBits, 0);
  }

  /** Returns a in units of the last bit of m. */
  public double numeratorUnit() {
    return Math.scalb(numeratorFactor, -numeratorBits);
  }

  /** Returns b in units of the last bit of s. */
  public double squareUnit() {
    return Math.scalb(squareFactor, -squareBits);
  }

  /**
   * What pulling an adjoint p back through q leaves besides the adjoints of m and s.
   *
   * @param direction sum of p q
   * @param relative sum of p q / (sqrt(b s) + eps), so that the derivative of &lt;p, q&gt; with
   *     respect to eps is its negative
   */
  public record Sums(Scalar direction, Scalar relative) {}
}
