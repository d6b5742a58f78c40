package org.retrograde.reversible.device.nd4j;

import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.CountNonZero;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.retrograde.reversible.device.Heads;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.RootScaling;
import org.retrograde.reversible.device.RowNumbers;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Windows;

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
  private final Nd4jMatrix matrix;
  private final INDArray flat;
  private final INDArray array;
  private final INDArray transpose;

  Nd4jTensor(Nd4jStore store, Precision precision, int rows, int cols) {
    this.store = store;
    this.precision = precision;
    this.matrix = Nd4jMatrix.of(store, dataType(precision), rows, cols);
    this.flat = matrix.flat();
    this.array = matrix.array();
    this.transpose = matrix.transpose();
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
    return matrix.asDoubles(slot);
  }

  private Tensor ones(int length) {
    return store
        .scratch()
        .ones(dataType(precision), length, () -> new Nd4jTensor(store, precision, 1, length));
  }

  @Override
  public int rows() {
    return matrix.rows();
  }

  @Override
  public int cols() {
    return matrix.cols();
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
      Nd4jOps.exec(new ScalarMultiplication(other.flat, null, flat, scale));
    } else {
      flat.assign(other.scaledDoubles(scale));
    }
  }

  private INDArray scaledDoubles(double scale) {
    return matrix.copy(DataType.DOUBLE, 0).muli(scale);
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
      Nd4jOps.exec(new Axpy(source.flat, flat, flat, scale));
    } else {
      addRounded(source.scaledDoubles(scale));
    }
  }

  @Override
  public void addProduct(double scale, Tensor a, Tensor b) {
    requireSameShape(a);
    requireSameShape(b);
    INDArray product = ((Nd4jTensor) a).matrix.copy(DataType.DOUBLE, 0);
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
    flat.assign(rootScaling(f, numerator, square).direction());
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
    return rootScaling(f, numerator, square)
        .addAdjoint(scale, sameShape(adjoint), flat, sameShape(squareAdjoint));
  }

  private Nd4jRootScaling rootScaling(RootScaling f, Lanes numerator, Lanes square) {
    return new Nd4jRootScaling(
        f, ((Nd4jArray) numerator).array(), ((Nd4jArray) square).array(), store.scratch());
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
    return softmax(size(), cols()).assign(matching(logits), matching(targets), flat);
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
      Nd4jOps.exec(new ScalarMultiplication(other.flat, null, scaled, scale));
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
    return matrix.scratch(size(), slot);
  }

  private INDArray sameShape(Tensor other) {
    return matching(other).flat();
  }

  private Nd4jMatrix matching(Tensor other) {
    requireSameShape(other);
    return matrixOf(other);
  }

  private Nd4jMatrix matrixOf(Tensor other) {
    return samePrecision(other).matrix;
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

  @Override
  public void assignHeadProducts(
      double alpha,
      Tensor a,
      boolean transposeA,
      Tensor b,
      boolean transposeB,
      double beta,
      Heads heads) {
    heads.shape(this, a, transposeA, b, transposeB); // throws where there is none
    new Nd4jHeadProducts(heads, transposeA, transposeB)
        .multiply(alpha, matrixOf(a), matrixOf(b), beta, matrix);
  }

  @Override
  public void assignCausalSoftmax(Tensor logits, int length) {
    requireSequences(length);
    softmax(size(), block(length)).assignCausal(matching(logits), flat);
  }

  private Nd4jSoftmax softmax(int size, int width) {
    return new Nd4jSoftmax(new Nd4jRows(store.scratch(), size / width, width));
  }

  @Override
  public void assignSoftmaxTangent(Tensor p, Tensor logitsTangent, int block) {
    flat.assign(blocks(block).softmaxTangent(matching(p), matching(logitsTangent)));
  }

  @Override
  public void addSoftmaxCurvature(Tensor p, Tensor pTangent, Tensor direction, int block) {
    addRounded(
        blocks(block).softmaxCurvature(matching(p), matching(pTangent), matching(direction)));
  }

  @Override
  public void assignNormalized(Tensor x, int block, double epsilon) {
    flat.assign(blocks(block).normalized(matching(x), epsilon));
  }

  @Override
  public void assignNormalizedTangent(Tensor x, int block, double epsilon, Tensor direction) {
    flat.assign(blocks(block).normalizedTangent(matching(x), epsilon, matching(direction)));
  }

  @Override
  public void addNormalizedCurvature(
      Tensor x, int block, double epsilon, Tensor xTangent, Tensor direction) {
    addRounded(
        blocks(block)
            .normalizedCurvature(matching(x), epsilon, matching(xTangent), matching(direction)));
  }

  @Override
  public void assignCentred(Tensor x, int block) {
    flat.assign(blocks(block).centred(matching(x)));
  }

  private Nd4jBlocks blocks(int block) {
    return new Nd4jBlocks(new Nd4jRows(store.scratch(), size() / block(block), block));
  }

  private int block(int block) {
    return block(block, cols());
  }

  private static int block(int block, int cols) {
    if (block < 1 || cols % block != 0) {
      throw new IllegalArgumentException("%d columns are no blocks of %d".formatted(cols, block));
    }
    return block;
  }

  private void requireSequences(int length) {
    if (length < 1 || rows() % length != 0) {
      throw new IllegalArgumentException(
          "%d rows are no sequences of %d".formatted(rows(), length));
    }
  }

  @Override
  public void assignRotated(Tensor x, Tensor cosines, Tensor sines, boolean back) {
    cosines.requireSameShape(sines);
    block(2 * cosines.cols());
    requireSequences(cosines.rows());
    new Nd4jRotation(matrix, cosines.rows(), cosines.cols())
        .turn(sameShape(x), matrixOf(cosines).flat(), matrixOf(sines).flat(), back ? -1 : 1, flat);
  }

  @Override
  public void addScaledColumns(double scale, Tensor a, Tensor row) {
    requireRow(row, block(row.cols()));
    INDArray scaled = sameShape(a).muli(scale, scratch(0)).reshape('c', -1, row.cols());
    Nd4jOps.binary("multiply", scaled, samePrecision(row).array, scaled);
    flat.addi(scratch(0));
  }

  @Override
  public void addColumnDots(Tensor a, Tensor b) {
    a.requireSameShape(b);
    requireRow(this, block(cols(), a.cols()));
    INDArray products = matrixOf(a).copy(DataType.DOUBLE, 0);
    products.muli(matrixOf(b).asDoubles(1));
    addRounded(products.reshape('c', -1, cols()).sum(0));
  }

  @Override
  public void addScaledRows(double scale, Tensor a, Tensor column) {
    requireColumn(column, rows());
    INDArray factors = matrixOf(column).flat().muli(scale, matrix.scratch(rows(), 1));
    INDArray scaled = scratch(0).reshape('c', rows(), cols());
    Nd4jOps.binary("multiply", matching(a).array(), factors.reshape('c', rows(), 1), scaled);
    flat.addi(scratch(0));
  }

  @Override
  public void assignRowDots(Tensor a, Tensor b) {
    a.requireSameShape(b);
    requireColumn(this, a.rows());
    Nd4jRows each = new Nd4jRows(store.scratch(), rows(), a.cols());
    flat.assign(each.dots(matrixOf(a).asDoubles(0), matrixOf(b).asDoubles(1), 0));
  }

  @Override
  public void assignLogSumExp(Tensor logits) {
    requireColumn(this, logits.rows());
    flat.assign(softmax(logits.size(), logits.cols()).logSumExp(matrixOf(logits)));
  }

  private static void requireColumn(Tensor column, int rows) {
    if (column.rows() != rows || column.cols() != 1) {
      throw new IllegalArgumentException(
          "expected a column of shape [%d, 1], got [%d, %d]"
              .formatted(rows, column.rows(), column.cols()));
    }
  }

  @Override
  public void assignRowsAt(Tensor table, Tensor numbers) {
    requireRows(numbers, this, table);
    Nd4jRowNumbers.gather(
        samePrecision(table).array, matrixOf(numbers).copy(DataType.INT32, 0), array);
  }

  @Override
  public void addToRowsAt(Tensor a, Tensor numbers) {
    requireRows(numbers, a, this);
    Nd4jRowNumbers.scatterAddInOrder(
        samePrecision(a).array, matrixOf(numbers).copy(DataType.INT32, 0), array);
  }

  private static void requireRows(Tensor numbers, Tensor picked, Tensor table) {
    if (picked.rows() != numbers.size() || picked.cols() != table.cols()) {
      throw new IllegalArgumentException(
          "%d rows of [%d, %d] do not have shape [%d, %d]"
              .formatted(numbers.size(), table.rows(), table.cols(), picked.rows(), picked.cols()));
    }
  }

  @Override
  public void assignKept(double scale, Tensor a, double keep, long seed) {
    INDArray scaled = sameShape(a).muli(scale, scratch(1));
    INDArray kept = scratch(0).assign(new Nd4jCoins(store.scratch(), size()).thrown(seed, keep));
    Nd4jOps.gate(kept, scaled, flat);
  }

  @Override
  public void assignReshaped(Tensor source) {
    INDArray from = matrixOf(source).flat();
    requireSize((int) from.length());
    flat.assign(from);
  }

  @Override
  public void assignPatches(Tensor images, Windows windows) {
    windows.require(images, this, windows.area());
    over(images, windows).patches(matrixOf(images).flat(), flat);
  }

  @Override
  public void addPatches(Tensor patches, Windows windows) {
    windows.require(this, patches, windows.area());
    over(this, windows).addPatches(matrixOf(patches).flat(), flat);
  }

  @Override
  public void assignWindowMax(Tensor images, Windows windows) {
    assignAtWindowMax(images, windows, images);
  }

  @Override
  public void assignAtWindowMax(Tensor images, Windows windows, Tensor direction) {
    images.requireSameShape(direction);
    windows.require(images, this, 1);
    over(images, windows).atLargest(matrixOf(images).flat(), matrixOf(direction).flat(), flat);
  }

  @Override
  public void addAtWindowMax(Tensor images, Windows windows, Tensor held) {
    windows.require(this, held, 1);
    over(this, windows).addAtLargest(sameShape(images), matrixOf(held).flat(), flat);
  }

  @Override
  public void assignWindowMeans(Tensor images, Windows windows) {
    windows.require(images, this, 1);
    over(images, windows).means(matrixOf(images).flat(), flat);
  }

  @Override
  public void addWindowMeans(Tensor held, Windows windows) {
    windows.require(this, held, 1);
    over(this, windows).addMeans(matrixOf(held).flat(), flat);
  }

  private Nd4jWindows over(Tensor images, Windows windows) {
    return new Nd4jWindows(store.scratch(), matrixOf(images), windows);
  }
}
