package org.retrograde.hypergrad.hyperparameter;

/**
 * A hyperparameter whose raw numbers are rows of columns, [row, column], to which places are tied;
 * others may follow them.
 */
public interface Tied extends Hyperparameter {

  /** Returns the columns of a row. */
  Tying tying();

  /** Returns the number of rows: knots in time, or one. */
  default int rows() {
    return 1;
  }
}
