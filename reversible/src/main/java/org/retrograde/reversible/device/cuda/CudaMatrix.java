package org.retrograde.reversible.device.cuda;

import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/** Numbers row by row in an array on the card, and the calls on them. */
abstract class CudaMatrix implements Tensor {

  private static final int COLUMNS_A_BLOCK = 32; // as in kernels.cu

  final CudaQueues queues;
  final Precision precision;
  final int rows;
  final int cols;
  final CudaArray array;

  CudaMatrix(CudaQueues queues, Precision precision, int rows, int cols) {
    if (rows < 1 || cols < 1) {
      throw new IllegalArgumentException(
          "a shape must be at least [1, 1], got [%d, %d]".formatted(rows, cols));
    }
    this.queues = queues;
    this.precision = precision;
    this.rows = rows;
    this.cols = cols;
    this.array = queues.zeros((long) precision.bytes() * Math.multiplyExact(rows, cols), false);
  }

  /** Returns where it is. */
  final CudaArray array() {
    return array;
  }

  @Override
  public final int rows() {
    return rows;
  }

  @Override
  public final int cols() {
    return cols;
  }

  @Override
  public final Precision precision() {
    return precision;
  }

  final void put(Call call) {
    queues.own().put(call);
  }

  /** A call on the elements of this matrix. */
  final Call call(Operation[] forms) {
    return call(Operations.of(forms, precision), size());
  }

  /** The same with operands of two precisions, this matrix's the first. */
  final Call call(Operation[] forms, CudaMatrix other) {
    return call(Operations.of(forms, precision, other.precision), size());
  }

  final Call call(Operation operation, long length) {
    return new Call(operation, length, 0).with(array);
  }

  /** A call on rows of so many columns, a thread each; no array given yet. */
  final Call byRows(Operation[] forms, int count, int columns) {
    return whole(forms, count).with(columns);
  }

  /** A call on a whole array, of a thread for each of some things; no array given yet. */
  final Call whole(Operation[] forms, int threads) {
    return new Call(Operations.of(forms, precision), threads, blocks(threads));
  }

  /** A call on the columns of a matrix seen as so many rows, for a row of sums, this one. */
  final Call byColumns(Operation[] forms, int count) {
    int blocks = (cols + COLUMNS_A_BLOCK - 1) / COLUMNS_A_BLOCK;
    return new Call(Operations.of(forms, precision), count, blocks).with(cols).with(array);
  }

  /** Blocks with a thread for each element; a number that depends on the shape alone. */
  static int blocks(long elements) {
    return (int) SumPlaces.parts(4 * elements);
  }

  static CudaArray arrayOf(Lanes lanes) {
    return ((OnCard) lanes).array();
  }

  final CudaMatrix sameShape(Tensor other) {
    requireSameShape(other);
    return (CudaMatrix) other;
  }

  final CudaMatrix alike(Tensor other) {
    if (other.precision() != precision) {
      throw new IllegalArgumentException(
          "precisions differ: %s and %s".formatted(precision, other.precision()));
    }
    return (CudaMatrix) other;
  }

  /** Returns the array of a matrix of the same shape and precision. */
  final CudaArray alikeArray(Tensor other) {
    return alike(sameShape(other)).array;
  }

  final CudaMatrix rowOf(Tensor row, int length) {
    return vector("row", row, 1, length);
  }

  final CudaMatrix columnOf(Tensor column, int length) {
    return vector("column", column, length, 1);
  }

  private CudaMatrix vector(String what, Tensor tensor, int itsRows, int itsCols) {
    if (tensor.rows() != itsRows || tensor.cols() != itsCols) {
      throw new IllegalArgumentException(
          "expected a %s of shape [%d, %d], got [%d, %d]"
              .formatted(what, itsRows, itsCols, tensor.rows(), tensor.cols()));
    }
    return alike(tensor);
  }

  final void requireSize(int length) {
    if (length != size()) {
      throw new IllegalArgumentException(
          "sizes differ: [%d, %d] and %d elements".formatted(rows, cols, length));
    }
  }
}
