package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The elements of a matrix, row by row, and where kernels on them find room.
 *
 * @param store of the device
 * @param flat the elements as a vector
 * @param rows of the matrix
 * @param cols of the matrix
 */
record Nd4jMatrix(Nd4jStore store, INDArray flat, int rows, int cols) {

  static Nd4jMatrix of(Nd4jStore store, DataType type, int rows, int cols) {
    if (rows < 1 || cols < 1) {
      throw new IllegalArgumentException(
          "a shape must be at least [1, 1], got [%d, %d]".formatted(rows, cols));
    }
    int size = Math.multiplyExact(rows, cols);
    return new Nd4jMatrix(store, store.memory().vector(type, size), rows, cols);
  }

  int size() {
    return rows * cols;
  }

  DataType type() {
    return flat.dataType();
  }

  /** Returns the matrix itself, row-major; no copy. */
  INDArray array() {
    return Nd4jMemory.view(flat, new long[] {rows, cols}, new long[] {cols, 1}, 'c');
  }

  /** Returns its transpose, column-major; no copy. */
  INDArray transpose() {
    return Nd4jMemory.view(flat, new long[] {cols, rows}, new long[] {1, cols}, 'f');
  }

  /** Returns the elements in double precision: these or a copy in a scratch slot. */
  INDArray asDoubles(int slot) {
    return type() == DataType.DOUBLE ? flat : copy(DataType.DOUBLE, slot);
  }

  /** Returns a copy of the elements in a scratch slot. */
  INDArray copy(DataType as, int slot) {
    return store.scratch().vector(as, size(), slot).assign(flat);
  }

  /** Returns a vector of the elements' type. */
  INDArray scratch(int length, int slot) {
    return store.scratch().vector(type(), length, slot);
  }
}
