package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;

/**
 * Vectors of doubles that are seen as rows of one width: reductions of each, and arithmetic with
 * one number a row.
 *
 * @param scratch lends what they need. Numbers of slots, of columns and of elements, never are the
 *     same, since a row may have one element.
 * @param count of rows
 * @param width of a row
 */
record Nd4jRows(Nd4jScratch scratch, int count, int width) {

  private static final int PRODUCT = 3;
  private static final int COLUMNS = 4;

  /** Returns a vector for as many elements. Slot 3 is used by {@link #dots}. */
  INDArray elements(int slot) {
    return scratch.vector(DataType.DOUBLE, count * width, slot);
  }

  /** Returns a vector for one number a row. */
  INDArray column(int slot) {
    return scratch.vector(DataType.DOUBLE, count, COLUMNS + slot);
  }

  private INDArray matrix(INDArray elements) {
    return Nd4jMemory.view(elements, new long[] {count, width}, new long[] {width, 1}, 'c');
  }

  private INDArray asColumn(INDArray numbers) {
    return Nd4jMemory.view(numbers, new long[] {count, 1}, new long[] {1, 1}, 'c');
  }

  /** Returns the sum of each row. */
  INDArray sums(INDArray elements, int slot) {
    INDArray sums = column(slot);
    Nd4jOps.exec(new Sum(matrix(elements), sums, false, 1));
    return sums;
  }

  /** Returns the inner product of each row. */
  INDArray dots(INDArray a, INDArray b, int slot) {
    return sums(a.muli(b, elements(PRODUCT)), slot);
  }

  /** Returns the largest of each row; anything where there is a NaN. */
  INDArray largest(INDArray elements, int slot) {
    INDArray largest = column(slot);
    Nd4jOps.exec(new Max(matrix(elements), largest, false, 1));
    return largest;
  }

  /** elements -= number of the row. */
  INDArray subtract(INDArray elements, INDArray numbers) {
    return with("subtract", elements, numbers, elements);
  }

  /** elements /= number of the row. */
  INDArray divide(INDArray elements, INDArray numbers) {
    return with("divide", elements, numbers, elements);
  }

  /** out = elements * number of the row. */
  INDArray multiply(INDArray elements, INDArray numbers, INDArray out) {
    return with("multiply", elements, numbers, out);
  }

  private INDArray with(String op, INDArray elements, INDArray numbers, INDArray out) {
    Nd4jOps.binary(op, matrix(elements), asColumn(numbers), matrix(out));
    return out;
  }
}
