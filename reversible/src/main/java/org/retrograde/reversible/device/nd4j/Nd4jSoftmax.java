package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.device.Scalar;

/**
 * Softmax of rows in double precision, shifted by the largest of each.
 *
 * <p>ND4J's maximum does not promise to keep a NaN. It need not: what is shifted still has it, and
 * so has the sum of its exponentials.
 *
 * @param rows of logits
 */
record Nd4jSoftmax(Nd4jRows rows) {

  private static final int HIDDEN = 9;

  /** Writes the softmax of each row; returns the mean cross entropy against targets. */
  Scalar assign(Nd4jMatrix logits, Nd4jMatrix targets, INDArray out) {
    INDArray z = logits.copy(DataType.DOUBLE, 0);
    rows.subtract(z, rows.largest(z, 0));
    double expected = Nd4j.getBlasWrapper().dot(z, targets.asDoubles(1));
    INDArray sums = exponentialSums(z, 0);
    out.assign(rows.divide(z, sums));
    Nd4jOps.exec(new Log(sums, sums));
    return Scalar.of((sums.sumNumber().doubleValue() - expected) / rows.count());
  }

  /** z = exp(z); returns the sums. */
  private INDArray exponentialSums(INDArray z, int slot) {
    Nd4jOps.exec(new Exp(z, z));
    return rows.sums(z, slot);
  }

  /**
   * Writes the softmax over what a place may see, where the rows are those of every place of a
   * sequence, head by head, and their width is the length of a sequence.
   */
  void assignCausal(Nd4jMatrix logits, INDArray out) {
    int length = rows.width();
    int heads = logits.cols() / length;
    INDArray seen = rows.scratch().triangle(length);
    INDArray hidden = rows.scratch().vector(DataType.DOUBLE, length * length, HIDDEN);
    Nd4jOps.exec(new Log(seen, hidden)); // 0 where seen, else minus infinity
    INDArray visible = rows.elements(1);
    INDArray z = logits.copy(DataType.DOUBLE, 0);
    withPlaces("assign", visible, seen, heads);
    Nd4jOps.gate(visible, z, z);
    withPlaces("add", z, hidden, heads);
    rows.subtract(z, rows.largest(z, 0));
    rows.divide(z, exponentialSums(z, 0));
    out.assign(Nd4jOps.gate(visible, z, z));
  }

  /** values = op(values, square of places), for every sequence and head. */
  private void withPlaces(String op, INDArray values, INDArray square, int heads) {
    int length = rows.width();
    long sequences = rows.count() / ((long) length * heads);
    long row = (long) heads * length;
    INDArray all =
        Nd4jMemory.view(
            values,
            new long[] {sequences, length, heads, length},
            new long[] {length * row, row, length, 1},
            'c');
    INDArray each =
        Nd4jMemory.view(
            square,
            new long[] {1, length, 1, length},
            new long[] {(long) length * length, length, length, 1},
            'c');
    Nd4jOps.binary(op, all, each, all);
  }

  /** Returns the log of the sum of the exponentials of each row. */
  INDArray logSumExp(Nd4jMatrix logits) {
    INDArray z = logits.copy(DataType.DOUBLE, 0);
    INDArray top = rows.largest(z, 0);
    rows.subtract(z, top);
    INDArray sums = exponentialSums(z, 1);
    Nd4jOps.exec(new Log(sums, sums));
    return sums.addi(top);
  }
}
