package org.retrograde.models.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** What is known of rows from before they were put in order and mapped. Never modified. */
final class RowsAsRead {

  private final int[] places;
  private final BitSet missing;

  private RowsAsRead(int[] places, BitSet missing) {
    this.places = places;
    this.missing = missing;
  }

  /** Of as many rows in the order in which they were read. */
  static RowsAsRead inOrder(int rows) {
    return new RowsAsRead(IntStream.range(0, rows).toArray(), new BitSet());
  }

  /** Returns the number of a row in the order in which rows were read, from 0. */
  int place(int row) {
    return places[row];
  }

  /** Returns whether a cell, counted row-major, was missing when it was mapped. */
  boolean wasMissing(int cell) {
    return missing.get(cell);
  }

  /** Returns what is known of the same rows when more cells turn out to be missing. */
  RowsAsRead lacking(BitSet cells) {
    BitSet all = (BitSet) missing.clone();
    all.or(cells);
    return new RowsAsRead(places, all);
  }

  /** Returns what is known of some of the rows. */
  RowsAsRead picked(int[] rows, int features) {
    BitSet cells = new BitSet();
    for (int i = 0; i < rows.length; i++) {
      int end = (rows[i] + 1) * features;
      int cell = missing.nextSetBit(rows[i] * features);
      while (cell >= 0 && cell < end) {
        cells.set(cell + (i - rows[i]) * features);
        cell = missing.nextSetBit(cell + 1);
      }
    }
    return new RowsAsRead(Arrays.stream(rows).map(row -> places[row]).toArray(), cells);
  }
}
