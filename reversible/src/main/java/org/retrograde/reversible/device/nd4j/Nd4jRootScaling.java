package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.comparison.ScalarGreaterThanOrEqual;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.retrograde.reversible.device.RootScaling;
import org.retrograde.reversible.device.Scalar;

/**
 * The direction of an adaptive update and its derivatives, in doubles.
 *
 * @param f the formula
 * @param numerator m, fixed-point
 * @param square s, fixed-point
 * @param scratch lends vectors of doubles
 */
record Nd4jRootScaling(RootScaling f, INDArray numerator, INDArray square, Nd4jScratch scratch) {

  /** q, in a scratch slot. */
  INDArray direction() {
    return direction(countingOnly(root(0).addi(f.epsilon())), 1);
  }

  /** values, 0 where s is too small to count. */
  private INDArray countingOnly(INDArray values) {
    if (f.leastSquare() > 0) {
      INDArray counts = scratch.vector(DataType.BOOL, length(), 0);
      Nd4jOps.exec(new ScalarGreaterThanOrEqual(square, counts, f.leastSquare()));
      values.muli(doubles(3).assign(counts));
    }
    return values;
  }

  /** sqrt(b s). */
  private INDArray root(int slot) {
    INDArray root = doubles(slot).assign(square).muli(f.squareUnit());
    Nd4jOps.exec(new Sqrt(root, root));
    return root;
  }

  /** q: a m / below, 0 where that is 0. */
  private INDArray direction(INDArray below, int slot) {
    INDArray direction = doubles(slot).assign(numerator);
    return divideNonZero(direction.muli(f.numeratorUnit()), below);
  }

  /** values /= divisor, 0 where the divisor is 0; no divisor may be negative. */
  private static INDArray divideNonZero(INDArray values, INDArray divisor) {
    return Nd4jOps.binary("divide_no_nan", values, divisor, values);
  }

  /** Adds scale * (dq/dm)* p and scale * (dq/ds)* p to what they are adjoints of. */
  RootScaling.Sums addAdjoint(
      double scale, INDArray p, INDArray numeratorAdjoint, INDArray squareAdjoint) {
    INDArray root = root(0);
    INDArray below = countingOnly(doubles(1).assign(root).addi(f.epsilon()));
    INDArray along = direction(below, 2).muli(p);
    double direction = along.sumNumber().doubleValue();
    divideNonZero(along, below);
    double relative = along.sumNumber().doubleValue();
    divideNonZero(along, root);
    squareAdjoint.addi(along.muli(-0.5 * scale * f.squareFactor()));
    INDArray share = doubles(2).assign(p).muli(scale * f.numeratorFactor());
    numeratorAdjoint.addi(divideNonZero(share, below));
    return new RootScaling.Sums(Scalar.of(direction), Scalar.of(relative));
  }

  private int length() {
    return (int) square.length();
  }

  private INDArray doubles(int slot) {
    return scratch.vector(DataType.DOUBLE, length(), slot);
  }
}
