package org.retrograde.models.data;

import java.nio.ByteBuffer;

/** What the rows of a data set are to be mapped to, one entry a row. Never modified. */
sealed interface Targets permits ClassLabels, TargetNumbers {

  /** Returns the number of rows. */
  int rows();

  /** Returns the outputs that a network needs: one a class, or one for a number. */
  int outputs();

  /** Returns the targets of other rows, each of these by its index, in that order. */
  Targets picked(int[] rows);

  /** Puts four bytes that stand for the target of a row. */
  void put(int row, ByteBuffer target, int at);
}
