package org.retrograde.reversible.device;

/** The numbers of rows and columns of a matrix. */
public interface Extent {

  /** Returns the number of rows. */
  int rows();

  /** Returns the number of columns. */
  int cols();
}
