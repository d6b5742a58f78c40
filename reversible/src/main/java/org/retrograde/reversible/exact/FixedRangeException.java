package org.retrograde.reversible.exact;

/** A number that does not fit a fixed-point vector: NaN, an infinity, or beyond the range. */
public final class FixedRangeException extends ArithmeticException {

  private static final long serialVersionUID = 1L;

  private final String vector;
  private final double value;

  /**
   * Makes the exception.
   *
   * @param vector name of the vector
   * @param value what it would have had to hold
   */
  public FixedRangeException(String vector, double value) {
    super("the " + vector + " cannot hold " + value + " (NaN, infinite, or beyond 63 bits)");
    this.vector = vector;
    this.value = value;
  }

  /** Returns the name of the vector. */
  public String vector() {
    return vector;
  }

  /** Returns what it would have had to hold. */
  public double value() {
    return value;
  }
}
