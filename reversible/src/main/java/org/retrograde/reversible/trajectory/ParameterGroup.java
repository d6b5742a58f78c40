package org.retrograde.reversible.trajectory;

import org.retrograde.reversible.optimizer.GroupShape;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * Parameters that share their coefficients: a weight matrix or a bias.
 *
 * @param name unique in its run
 * @param rows at least 1
 * @param cols at least 1, rows * cols at most 2^31 - 1
 * @param isHiddenMatrix whether it is a matrix of weights between hidden layers, which some
 *     optimizers treat as a whole
 */
public record ParameterGroup(String name, int rows, int cols, boolean isHiddenMatrix) {

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

  /** Makes one that is no hidden matrix. */
  public ParameterGroup(String name, int rows, int cols) {
    this(name, rows, cols, false);
  }

  /** Returns the same under another name. */
  public ParameterGroup named(String other) {
    return new ParameterGroup(other, rows, cols, isHiddenMatrix);
  }

  /** Returns what trains this group in a run of an optimizer. */
  public Optimizer trainedBy(Optimizer optimizer) {
    return optimizer.forGroup(new GroupShape(rows, cols, isHiddenMatrix));
  }

  /** Returns rows * cols. */
  public int size() {
    return Math.multiplyExact(rows, cols);
  }
}
