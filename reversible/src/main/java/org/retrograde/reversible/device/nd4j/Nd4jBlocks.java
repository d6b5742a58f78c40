package org.retrograde.reversible.device.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;

/**
 * Kernels that take a matrix block by block of its columns, in double precision. Their results are
 * in scratch slots, to be rounded into where they belong.
 *
 * @param rows one a block
 */
record Nd4jBlocks(Nd4jRows rows) {

  /** p * (t - &lt;p, t&gt;). */
  INDArray softmaxTangent(Nd4jMatrix p, Nd4jMatrix direction) {
    INDArray a = p.asDoubles(0);
    INDArray t = direction.copy(DataType.DOUBLE, 1);
    return rows.subtract(t, rows.dots(a, t, 0)).muli(a);
  }

  /** p' * (t - &lt;p, t&gt;) - p * &lt;p', t&gt;. */
  INDArray softmaxCurvature(Nd4jMatrix p, Nd4jMatrix pTangent, Nd4jMatrix direction) {
    INDArray a = p.asDoubles(0);
    INDArray dp = pTangent.copy(DataType.DOUBLE, 1);
    INDArray t = direction.copy(DataType.DOUBLE, 2);
    INDArray mean = rows.dots(a, t, 0);
    INDArray change = rows.dots(dp, t, 1);
    dp.muli(rows.subtract(t, mean));
    return dp.subi(rows.multiply(a, change, t));
  }

  /** r x. */
  INDArray normalized(Nd4jMatrix x, double epsilon) {
    INDArray a = x.asDoubles(0);
    return rows.multiply(a, inverseSize(a, epsilon), rows.elements(1));
  }

  /** r = 1 / sqrt(mean of squares + epsilon) of each block. */
  private INDArray inverseSize(INDArray a, double epsilon) {
    INDArray r = rows.dots(a, a, 0).divi(rows.width()).addi(epsilon);
    Nd4jOps.exec(new Sqrt(r, r));
    return r.rdivi(1);
  }

  /** r (t - x r^2 &lt;x, t&gt; / n). */
  INDArray normalizedTangent(Nd4jMatrix x, double epsilon, Nd4jMatrix direction) {
    INDArray a = x.asDoubles(0);
    INDArray t = direction.copy(DataType.DOUBLE, 1);
    INDArray r = inverseSize(a, epsilon);
    INDArray along = rows.dots(a, t, 1).muli(r).muli(r).divi(rows.width());
    t.subi(rows.multiply(a, along, rows.elements(2)));
    return rows.multiply(t, r, t);
  }

  /** With M = r^2 / n: of r (t - x M &lt;x, t&gt;) the derivative along x'. */
  INDArray normalizedCurvature(
      Nd4jMatrix x, double epsilon, Nd4jMatrix xTangent, Nd4jMatrix direction) {
    INDArray a = x.asDoubles(0);
    INDArray dx = xTangent.copy(DataType.DOUBLE, 1);
    INDArray t = direction.copy(DataType.DOUBLE, 2);
    INDArray r = inverseSize(a, epsilon);
    INDArray both = rows.dots(dx, t, 1);
    INDArray along = share(r, rows.dots(a, t, 2));
    INDArray change = share(r, rows.dots(a, dx, 3));
    share(r, both).subi(along.muli(change, rows.column(4)).muli(3));
    rows.multiply(t, change, t).addi(rows.multiply(dx, along, dx));
    t.addi(rows.multiply(a, both, dx));
    return rows.multiply(t, r.negi(), t);
  }

  private INDArray share(INDArray r, INDArray dots) {
    return dots.muli(r).muli(r).divi(rows.width());
  }

  /** x less its mean. */
  INDArray centred(Nd4jMatrix x) {
    INDArray a = x.copy(DataType.DOUBLE, 0);
    return rows.subtract(a, rows.sums(a, 0).divi(rows.width()));
  }
}
