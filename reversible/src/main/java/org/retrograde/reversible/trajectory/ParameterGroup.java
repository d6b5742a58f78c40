package org.retrograde.reversible.trajectory;

/**
 * Parameters that share their coefficients: a weight matrix or a bias.
 *
 * @param name unique in its run
 * @param rows at least 1
 * @param cols at least 1, rows * cols at most 2^31 - 1
 */
public record ParameterGroup(String name, int rows, int cols) {

  /** Checks the shape. */
  public ParameterGroup {
    if (rows < 1 || cols < 1) {
      throw new IllegalArgumentException(
          "parameter group %s must have a shape of at least [1, 1], got [%d, %d]"
              .formatted(name, rows, cols));
    }
    if ((long) rows * cols > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "parameter group %s of shape [%d, %d] has more numbers than an array holds"
              .formatted(name, rows, cols));
    }
  }

  /** Returns rows * cols. */
  public int size() {
    return Math.multiplyExact(rows, cols);
  }
}
