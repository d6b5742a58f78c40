package org.retrograde.experiments.export;

/**
 * How a number follows the width of the network: as a power of m, the width over the base width.
 *
 * @param atBase the number at the base width
 * @param exponent of m, a multiple of 1/2
 */
record PowerLaw(double atBase, double exponent) {

  /** The width over the base width at which {@link #through} wants to see the number again. */
  static final int RATIO = 4;

  private static final double NEAR = 1e-9;

  /**
   * Finds the law through two numbers.
   *
   * @param atBase at the base width
   * @param wider at {@link #RATIO} times that
   * @throws ExportException if one is no number, as products of extreme factors are
   * @throws IllegalStateException if no half-integer power leads from one to the other
   */
  static PowerLaw through(double atBase, double wider) {
    if (atBase == 0 && wider == 0) {
      return new PowerLaw(0, 0);
    }
    if (!Double.isFinite(atBase) || !Double.isFinite(wider)) {
      throw ExportException.tooLarge(Double.isFinite(atBase) ? wider : atBase);
    }
    double exponent = Math.log(wider / atBase) / Math.log(RATIO);
    double nearest = Math.rint(2 * exponent) / 2;
    if (!(Math.abs(exponent - nearest) < NEAR)) {
      throw new IllegalStateException(
          "no power law: %s at the base width, %s at %d times that"
              .formatted(atBase, wider, RATIO));
    }
    return new PowerLaw(atBase, nearest);
  }

  /**
   * Returns a multiple of the law.
   *
   * @throws ExportException if it is no number
   */
  PowerLaw times(double factor) {
    double product = atBase * factor;
    if (!Double.isFinite(product)) {
      throw ExportException.tooLarge(product);
    }
    return new PowerLaw(product, exponent);
  }

  /**
   * Returns the number at a width.
   *
   * @param ratio m
   */
  double at(double ratio) {
    return atBase * Math.pow(ratio, exponent);
  }
}
