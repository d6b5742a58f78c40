package org.retrograde.reversible.device.nd4j;

import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.reduce.longer.CountNonZero;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.scalar.comparison.ScalarGreaterThanOrEqual;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.device.Heads;
import org.retrograde.reversible.device.Windows;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.RootScaling;
import org.retrograde.reversible.device.RowNumbers;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/**
 * A row-major matrix in ND4J's memory.
 *
 * <p>Three views share one buffer: a vector for elementwise kernels, the matrix, and its transpose
 * in column-major order. Matrix products are taken between transposes, C' = B' A', because ND4J
 * multiplies straight into a column-major result only; into a row-major one it is five times
 * slower.
 */
@API(status = Status.MAINTAINED)
public final class Nd4jTensor implements Tensor {

  private final Nd4jStore store;
  private final Precision precision;
  private final INDArray flat;
  private final INDArray array;
  private final INDArray transpose;

  Nd4jTensor(Nd4jStore store, Precision precision, int rows, int cols) {
    if (rows < 1 || cols < 1) {
      throw new IllegalArgumentException(
          "a shape must be at least [1, 1], got [%d, %d]".formatted(rows, cols));
    }
    this.store = store;
    this.precision = precision;
    this.flat = store.memory().vector(dataType(precision), Math.multiplyExact(rows, cols));
    this.array = Nd4jMemory.view(flat, new long[] {rows, cols}, new long[] {cols, 1}, 'c');
    this.transpose = Nd4jMemory.view(flat, new long[] {cols, rows}, new long[] {1, cols}, 'f');
  }

  private static DataType dataType(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> DataType.FLOAT;
      case FLOAT64 -> DataType.DOUBLE;
    };
  }

  /**
   * Returns the matrix itself, not a copy: shape [rows, cols], row-major, the element type of
   * {@link #precision}.
   */
  public INDArray array() {
    return array;
  }

  /** Returns the elements row by row; not a copy. */
  INDArray flat() {
    return flat;
  }

  /** Returns the elements row by row in double precision: these or a copy in a scratch slot. */
  INDArray asDoubles(int slot) {
    return precision == Precision.FLOAT64 ? flat : copy(DataType.DOUBLE, slot);
  }

  private INDArray copy(DataType type, int slot) {
    return store.scratch().vector(type, size(), slot).assign(flat);
  }

  private Tensor ones(int length) {
    return store
        .scratch()
        .ones(dataType(precision), length, () -> new Nd4jTensor(store, precision, 1, length));
  }

  @Override
  public int rows() {
    return (int) array.size(0);
  }

  @Override
  public int cols() {
    return (int) array.size(1);
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public void fill(double value) {
    flat.assign(value);
  }

  @Override
  public void assign(double[] values) {
    requireSize(values.length);
    flat.assign(store.memory().upload(values));
  }

  @Override
  public void assign(float[] values) {
    requireSize(values.length);
    flat.assign(store.memory().upload(values));
  }

  @Override
  public void assign(DoubleSupplier source) {
    store.memory().upload(source, flat);
  }

  @Override
  public double[] toArray() {
    return store.memory().downloadDoubles(flat);
  }

  @Override
  public void assignScaled(double scale, Tensor source) {
    requireSameShape(source);
    Nd4jTensor other = (Nd4jTensor) source;
    if (scale == 1) {
      flat.assign(other.flat);
    } else if (other.precision == precision) {
      exec(new ScalarMultiplication(other.flat, null, flat, scale));
    } else {
      flat.assign(other.scaledDoubles(scale));
    }
  }

  private INDArray scaledDoubles(double scale) {
    return copy(DataType.DOUBLE, 0).muli(scale);
  }

  @Override
  public void assignFixed(Lanes lanes, int fractionBits) {
    requireSize(lanes.length());
    INDArray real = store.scratch().vector(DataType.DOUBLE, size(), 0);
    real.assign(((Nd4jArray) lanes).array()).muli(Math.scalb(1d, -fractionBits));
    flat.assign(real);
  }

  @Override
  public void scale(double factor) {
    flat.muli(factor);
  }

  @Override
  public void addScaled(double scale, Tensor other) {
    requireSameShape(other);
    Nd4jTensor source = (Nd4jTensor) other;
    if (source.precision == precision) {
      exec(new Axpy(source.flat, flat, flat, scale));
    } else {
      addRounded(source.scaledDoubles(scale));
    }
  }

  @Override
  public void addProduct(double scale, Tensor a, Tensor b) {
    requireSameShape(a);
    requireSameShape(b);
    INDArray product = ((Nd4jTensor) a).copy(DataType.DOUBLE, 0);
    product.muli(((Nd4jTensor) b).asDoubles(1)).muli(scale);
    addRounded(product);
  }

  /** this += values, rounded to this precision first. */
  private void addRounded(INDArray values) {
    if (precision == Precision.FLOAT64) {
      flat.addi(values);
    } else {
      flat.addi(store.scratch().vector(DataType.FLOAT, size(), 0).assign(values));
    }
  }

  @Override
  public void assignRootScaling(RootScaling f, Lanes numerator, Lanes square) {
    requireSize(numerator.length());
    requireSize(square.length());
    INDArray below = below(f, square, 0);
    INDArray direction = direction(f, numerator, below, 1);
    flat.assign(direction);
  }

  /** sqrt(b s) + eps, in a scratch slot of doubles; 0 where s is too small to count. */
  private INDArray below(RootScaling f, Lanes square, int slot) {
    return countingOnly(f, square, root(f, square, slot).addi(f.epsilon()));
  }

  private INDArray countingOnly(RootScaling f, Lanes square, INDArray below) {
    if (f.leastSquare() > 0) {
      INDArray counts = store.scratch().vector(DataType.BOOL, size(), 0);
      INDArray s = ((Nd4jArray) square).array();
      exec(new ScalarGreaterThanOrEqual(s, counts, f.leastSquare()));
      below.muli(doubles(3).assign(counts));
    }
    return below;
  }

  private INDArray root(RootScaling f, Lanes square, int slot) {
    INDArray root = doubles(slot).assign(((Nd4jArray) square).array()).muli(f.squareUnit());
    exec(new Sqrt(root, root));
    return root;
  }

  /** q, in a scratch slot of doubles: a m / below, 0 where that is 0. */
  private INDArray direction(RootScaling f, Lanes numerator, INDArray below, int slot) {
    INDArray direction = doubles(slot).assign(((Nd4jArray) numerator).array());
    return divideNonZero(direction.muli(f.numeratorUnit()), below);
  }

  /** values /= divisor, 0 where the divisor is 0; no divisor may be negative. */
  private static INDArray divideNonZero(INDArray values, INDArray divisor) {
    Nd4j.getExecutioner()
        .exec(
            DynamicCustomOp.builder("divide_no_nan")
                .addInputs(values, divisor)
                .addOutputs(values)
                .build());
    return values;
  }

  @Override
  public RootScaling.Sums addRootScalingAdjoint(
      RootScaling f,
      Lanes numerator,
      Lanes square,
      double scale,
      Tensor adjoint,
      Tensor squareAdjoint) {
    requireSize(numerator.length());
    requireSize(square.length());
    INDArray p = sameShape(adjoint);
    INDArray squares = sameShape(squareAdjoint);
    INDArray root = root(f, square, 0);
    INDArray below = countingOnly(f, square, doubles(1).assign(root).addi(f.epsilon()));
    INDArray along = direction(f, numerator, below, 2).muli(p);
    double direction = along.sumNumber().doubleValue();
    divideNonZero(along, below);
    double relative = along.sumNumber().doubleValue();
    divideNonZero(along, root);
    squares.addi(along.muli(-0.5 * scale * f.squareFactor()));
    INDArray share = doubles(2).assign(p).muli(scale * f.numeratorFactor());
    flat.addi(divideNonZero(share, below));
    return new RootScaling.Sums(Scalar.of(direction), Scalar.of(relative));
  }

  private INDArray doubles(int slot) {
    return store.scratch().vector(DataType.DOUBLE, size(), slot);
  }

  @Override
  public Scalar dot(Tensor other) {
    requireSameShape(other);
    return Scalar.of(Nd4j.getBlasWrapper().dot(asDoubles(0), ((Nd4jTensor) other).asDoubles(1)));
  }

  @Override
  public Scalar maxAbs() {
    // A sum of squares is NaN only if an element is; ND4J's maximum does not promise to keep a NaN.
    double squares = Nd4j.getBlasWrapper().dot(flat, flat);
    return Scalar.of(Double.isNaN(squares) ? Double.NaN : flat.amaxNumber().doubleValue());
  }

  @Override
  public void assignMatrixProduct(
      double alpha, Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta) {
    int inner = transposeA ? a.rows() : a.cols();
    if ((transposeA ? a.cols() : a.rows()) != rows()
        || (transposeB ? b.rows() : b.cols()) != cols()
        || (transposeB ? b.cols() : b.rows()) != inner) {
      throw new IllegalArgumentException(
          "no product of [%d, %d]%s and [%d, %d]%s has shape [%d, %d]"
              .formatted(
                  a.rows(),
                  a.cols(),
                  transposeA ? "'" : "",
                  b.rows(),
                  b.cols(),
                  transposeB ? "'" : "",
                  rows(),
                  cols()));
    }
    INDArray left = samePrecision(a).transpose;
    INDArray right = samePrecision(b).transpose;
    Nd4j.gemm(right, left, transpose, transposeB, transposeA, alpha, beta);
  }

  @Override
  public void fillRows(Tensor row) {
    requireRow(row, cols());
    // As a product with a column of ones: ND4J's own broadcast takes several times as long.
    assignMatrixProduct(1, ones(rows()), true, row, false, 0);
  }

  @Override
  public void addColumnSums(Tensor matrix) {
    requireRow(this, matrix.cols());
    assignMatrixProduct(1, ones(matrix.rows()), false, matrix, false, 1);
  }

  private static void requireRow(Tensor row, int cols) {
    if (row.rows() != 1 || row.cols() != cols) {
      throw new IllegalArgumentException(
          "expected a row of shape [1, %d], got [%d, %d]".formatted(cols, row.rows(), row.cols()));
    }
  }

  @Override
  public void assignFunction(Nonlinearity f, Tensor x) {
    functions().assign(f, sameShape(x), flat);
  }

  @Override
  public void assignFunctionDerivative(Nonlinearity f, Tensor base, Tensor direction) {
    functions().assignDerivative(f, sameShape(base), sameShape(direction), flat);
  }

  @Override
  public void addFunctionCurvature(
      Nonlinearity f, Tensor base, Tensor baseTangent, Tensor direction) {
    functions()
        .addCurvature(f, sameShape(base), sameShape(baseTangent), sameShape(direction), flat);
  }

  private Nd4jFunctions functions() {
    return new Nd4jFunctions(this::scratch);
  }

  @Override
  public Scalar assignSoftmax(Tensor logits, Tensor targets) {
    requireSameShape(logits);
    requireSameShape(targets);
    INDArray shifted = samePrecision(logits).copy(DataType.DOUBLE, 0);
    INDArray byRow = shifted.reshape('c', rows(), cols());
    byRow.subiColumnVector(byRow.max(true, 1));
    double expected = Nd4j.getBlasWrapper().dot(shifted, samePrecision(targets).asDoubles(1));
    exec(new Exp(shifted, shifted));
    INDArray sums = byRow.sum(true, 1);
    byRow.diviColumnVector(sums);
    flat.assign(shifted);
    exec(new Log(sums, sums));
    return Scalar.of((sums.sumNumber().doubleValue() - expected) / rows());
  }

  @Override
  public void assignSoftmaxTangent(Tensor p, Tensor logitsTangent, int block) {
    requireSameShape(p);
    requireSameShape(logitsTangent);
    INDArray probability = samePrecision(p).asDoubles(0);
    INDArray tangent = samePrecision(logitsTangent).copy(DataType.DOUBLE, 1);
    INDArray terms = store.scratch().vector(DataType.DOUBLE, size(), 2);
    probability.muli(tangent, terms);
    INDArray means = terms.reshape('c', rows(), cols()).sum(true, 1);
    tangent.reshape('c', rows(), cols()).subiColumnVector(means);
    flat.assign(tangent.muli(probability));
  }

  @Override
  public int countArgMaxDifferences(Tensor other) {
    requireSameShape(other);
    INDArray difference = array.argMax(1).subi(samePrecision(other).array.argMax(1));
    return (int) Nd4jMemory.onlyLong(Nd4j.getExecutioner().exec(new CountNonZero(difference)));
  }

  @Override
  public void assignRows(Tensor source, int[] numbers) {
    assignRows(source, new Nd4jRowNumbers(store.memory(), numbers));
  }

  @Override
  public void assignRows(Tensor source, RowNumbers numbers) {
    Nd4jRowNumbers rows = (Nd4jRowNumbers) numbers;
    requireRows(rows, this, source);
    rows.gather(samePrecision(source).array, array);
  }

  @Override
  public void addToRows(double scale, Tensor source, int[] numbers) {
    addToRows(scale, source, new Nd4jRowNumbers(store.memory(), numbers));
  }

  @Override
  public void addToRows(double scale, Tensor source, RowNumbers numbers) {
    Nd4jRowNumbers rows = (Nd4jRowNumbers) numbers;
    requireRows(rows, source, this);
    Nd4jTensor other = (Nd4jTensor) source;
    INDArray scaled = store.scratch().vector(dataType(precision), other.size(), 1);
    if (other.precision == precision) {
      exec(new ScalarMultiplication(other.flat, null, scaled, scale));
    } else {
      scaled.assign(other.scaledDoubles(scale));
    }
    rows.scatterAdd(scaled.reshape('c', other.rows(), other.cols()), array);
  }

  private static void requireRows(Nd4jRowNumbers rows, Tensor picked, Tensor table) {
    if (picked.rows() != rows.count() || picked.cols() != table.cols()) {
      throw new IllegalArgumentException(
          "%d rows of [%d, %d] do not have shape [%d, %d]"
              .formatted(rows.count(), table.rows(), table.cols(), picked.rows(), picked.cols()));
    }
    Objects.checkIndex(rows.largest(), table.rows());
  }

  private INDArray scratch(int slot) {
    return store.scratch().vector(dataType(precision), size(), slot);
  }

  private INDArray sameShape(Tensor other) {
    requireSameShape(other);
    return samePrecision(other).flat;
  }

  private Nd4jTensor samePrecision(Tensor other) {
    if (other.precision() != precision) {
      throw new IllegalArgumentException(
          "precisions differ: %s and %s".formatted(precision, other.precision()));
    }
    return (Nd4jTensor) other;
  }

  private void requireSize(int length) {
    if (length != size()) {
      throw new IllegalArgumentException(
          "expected %d elements for shape [%d, %d], got %d"
              .formatted(size(), rows(), cols(), length));
    }
  }

  private static void exec(Op op) {
    Nd4j.getExecutioner().exec(op);
  }

  @Override
  public void assignHeadProducts(double alpha, Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Heads heads) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignCausalSoftmax(Tensor logits, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addSoftmaxCurvature(Tensor p, Tensor pTangent, Tensor direction, int block) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignNormalized(Tensor x, int block, double epsilon) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignNormalizedTangent(Tensor x, int block, double epsilon, Tensor direction) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addNormalizedCurvature(Tensor x, int block, double epsilon, Tensor xTangent, Tensor direction) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignCentred(Tensor x, int block) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignRotated(Tensor x, Tensor cosines, Tensor sines, boolean back) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addScaledColumns(double scale, Tensor a, Tensor row) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addColumnDots(Tensor a, Tensor b) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addScaledRows(double scale, Tensor a, Tensor column) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignRowDots(Tensor a, Tensor b) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignLogSumExp(Tensor logits) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignRowsAt(Tensor table, Tensor numbers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addToRowsAt(Tensor a, Tensor numbers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignKept(double scale, Tensor a, double keep, long seed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignPatches(Tensor images, Windows windows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addPatches(Tensor patches, Windows windows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignWindowMax(Tensor images, Windows windows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignAtWindowMax(Tensor images, Windows windows, Tensor direction) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addAtWindowMax(Tensor images, Windows windows, Tensor held) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void assignWindowMeans(Tensor images, Windows windows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addWindowMeans(Tensor held, Windows windows) {
    throw new UnsupportedOperationException();
  }
}
