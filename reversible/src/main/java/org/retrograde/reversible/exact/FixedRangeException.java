package org.retrograde.reversible.exact;

/** A number that does not fit a fixed-point vector: NaN, an infinity, or beyond the range. */
public final class FixedRangeException extends ArithmeticException {

  private static final long serialVersionUID = 1L;

  private final String vector;
  private final double value;
  private final double range;

  /**
   * Makes the exception.
   *
   * @param vector name of the vector
   * @param value what it would have had to hold
   * @param range what magnitudes in it are below, 2^(63 - its fraction bits)
   */
  public FixedRangeException(String vector, double value, double range) {
    super(
        "the %s cannot hold %s (NaN, infinite, or beyond +-%s, its 63 bits)"
            .formatted(vector, value, range));
    this.vector = vector;
    this.value = value;
    this.range = range;
  }

  /** Returns the name of the vector. */
  public String vector() {
    return vector;
  }

  /** Returns what it would have had to hold. */
  public double value() {
    return value;
  }

  /** Returns what magnitudes in the vector are below. */
  public double range() {
    return range;
  }
}
