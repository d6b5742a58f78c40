package org.retrograde.reversible.device.cuda;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import jnr.ffi.Pointer;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.RootScaling;
import org.retrograde.reversible.device.RowNumbers;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/** A matrix on the card, row by row. */
final class CudaTensor extends CudaImages {

  private static final int PART = 1 << 16;

  CudaTensor(CudaQueues queues, Precision precision, int rows, int cols) {
    super(queues, precision, rows, cols);
  }

  @Override
  public void fill(double value) {
    put(call(Operations.FILL).with(value));
  }

  @Override
  public void assign(double[] values) {
    requireSize(values.length);
    if (precision == Precision.FLOAT64) {
      upload((to, at, count) -> to.put(0, values, at, count));
    } else {
      upload((to, at, count) -> putNarrowed(to, values, at, count));
    }
  }

  @Override
  public void assign(float[] values) {
    requireSize(values.length);
    if (precision == Precision.FLOAT32) {
      upload((to, at, count) -> to.put(0, values, at, count));
    } else {
      upload(
          (to, at, count) -> {
            for (int i = 0; i < count; i++) {
              to.putDouble((long) Double.BYTES * i, values[at + i]);
            }
          });
    }
  }

  private void upload(Staging.Part part) {
    queues.own().upload(array, size(), precision.bytes(), part);
  }

  /** By way of a small array, so that other threads' copies need not wait for the source. */
  @Override
  public void assign(DoubleSupplier source) {
    for (int first = 0; first < size(); first += PART) {
      double[] drawn = new double[Math.min(PART, size() - first)];
      Arrays.setAll(drawn, i -> source.getAsDouble());
      Staging.Part part =
          precision == Precision.FLOAT64
              ? (to, at, count) -> to.put(0, drawn, at, count)
              : (to, at, count) -> putNarrowed(to, drawn, at, count);
      Staging.Elements there = new Staging.Elements(first, drawn.length, precision.bytes());
      queues.own().upload(array, there, part);
    }
  }

  private static void putNarrowed(Pointer to, double[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      to.putFloat((long) Float.BYTES * i, (float) values[at + i]);
    }
  }

  @Override
  public double[] toArray() {
    double[] copy = new double[size()];
    Staging.Part part =
        precision == Precision.FLOAT64
            ? (from, at, count) -> from.get(0, copy, at, count)
            : (from, at, count) -> {
              for (int i = 0; i < count; i++) {
                copy[at + i] = from.getFloat((long) Float.BYTES * i);
              }
            };
    queues.own().download(array, size(), precision.bytes(), part);
    return copy;
  }

  @Override
  public void discard() {
    put(new Call(Operations.of(Operations.DISCARD, precision), size(), 0).with(array));
  }

  @Override
  public void assignScaled(double scale, Tensor source) {
    CudaMatrix a = sameShape(source);
    put(call(Operations.ASSIGN_SCALED, a).with(scale).with(a.array));
  }

  @Override
  public void assignFixed(Lanes lanes, int fractionBits) {
    requireSize(lanes.length());
    put(call(Operations.ROUND).with(Math.scalb(1d, -fractionBits)).with(arrayOf(lanes)));
  }

  @Override
  public void scale(double factor) {
    put(call(Operations.SCALE).with(factor));
  }

  @Override
  public void addScaled(double scale, Tensor other) {
    CudaMatrix a = sameShape(other);
    put(call(Operations.ADD_SCALED, a).with(scale).with(a.array));
  }

  @Override
  public void addProduct(double scale, Tensor a, Tensor b) {
    CudaMatrix left = sameShape(a);
    CudaMatrix right = sameShape(b);
    Operation operation =
        Operations.of(Operations.ADD_PRODUCT, precision, left.precision, right.precision);
    put(call(operation, size()).with(scale).with(left.array).with(right.array));
  }

  @Override
  public void assignRootScaling(RootScaling f, Lanes numerator, Lanes square) {
    requireSize(numerator.length());
    requireSize(square.length());
    put(
        call(Operations.ROOT_SCALING)
            .with(f.numeratorUnit(), f.squareUnit(), f.epsilon())
            .with(f.leastSquare())
            .with(arrayOf(numerator))
            .with(arrayOf(square)));
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
    CudaMatrix p = alike(sameShape(adjoint));
    CudaMatrix ds = alike(sameShape(squareAdjoint));
    Scalar[] sums =
        queues
            .own()
            .putSums(
                call(Operations.ROOT_SCALING_ADJOINT, size())
                    .with(ds.array)
                    .with(f.numeratorUnit(), f.squareUnit(), f.epsilon())
                    .with(f.leastSquare())
                    .with(scale * f.numeratorFactor())
                    .with(-0.5 * scale * f.squareFactor())
                    .with(arrayOf(numerator))
                    .with(arrayOf(square))
                    .with(p.array));
    return new RootScaling.Sums(sums[0], sums[1]);
  }

  @Override
  public Scalar dot(Tensor other) {
    CudaMatrix a = sameShape(other);
    return queues.own().putSum(call(Operations.DOT, a).with(a.array));
  }

  @Override
  public Scalar maxAbs() {
    return queues.own().putSum(call(Operations.MAX_ABS));
  }

  @Override
  public void assignMatrixProduct(
      double alpha, Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta) {
    int inner = transposeA ? a.rows() : a.cols();
    if ((transposeA ? a.cols() : a.rows()) != rows
        || (transposeB ? b.rows() : b.cols()) != cols
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
                  rows,
                  cols));
    }
    int[] shape = {rows, cols, inner};
    put(
        CudaBlas.product(
            precision,
            shape,
            alpha,
            alike(a).array,
            transposeA,
            alike(b).array,
            transposeB,
            beta,
            array));
  }

  @Override
  public void fillRows(Tensor row) {
    put(call(Operations.FILL_ROWS).with(cols).with(rowOf(row, cols).array));
  }

  @Override
  public void addColumnSums(Tensor matrix) {
    rowOf(this, matrix.cols());
    put(byColumns(Operations.COLUMN_SUMS, matrix.rows()).with(alike(matrix).array));
  }

  @Override
  public void assignFunction(Nonlinearity f, Tensor x) {
    CudaMatrix a = alike(sameShape(x));
    put(call(Operations.ASSIGN_FUNCTION).with(numberOf(f)).with(a.array));
  }

  @Override
  public void assignFunctionDerivative(Nonlinearity f, Tensor base, Tensor direction) {
    CudaMatrix a = alike(sameShape(base));
    CudaMatrix d = alike(sameShape(direction));
    put(call(Operations.ASSIGN_DERIVATIVE).with(numberOf(f)).with(a.array).with(d.array));
  }

  @Override
  public void addFunctionCurvature(
      Nonlinearity f, Tensor base, Tensor baseTangent, Tensor direction) {
    CudaMatrix a = alike(sameShape(base));
    CudaMatrix t = alike(sameShape(baseTangent));
    CudaMatrix d = alike(sameShape(direction));
    if (f != Nonlinearity.RELU) { // f' is constant on both sides of the kink
      put(
          call(Operations.ADD_CURVATURE)
              .with(numberOf(f))
              .with(a.array)
              .with(t.array)
              .with(d.array));
    }
  }

  @Override
  public Scalar assignSoftmax(Tensor logits, Tensor targets) {
    CudaMatrix z = alike(sameShape(logits));
    CudaMatrix y = alike(sameShape(targets));
    Scalar sum =
        queues
            .own()
            .putSum(byRows(Operations.SOFTMAX, rows, cols).with(array).with(z.array).with(y.array));
    return () -> sum.value() / rows;
  }

  @Override
  public int countArgMaxDifferences(Tensor other) {
    CudaMatrix a = alike(sameShape(other));
    Call call = byRows(Operations.COUNT_ARG_MAX, rows, cols).with(array).with(a.array);
    return Math.toIntExact(queues.own().putCount(call));
  }

  @Override
  public void assignRows(Tensor source, int[] numbers) {
    assignRows(source, new CudaRowNumbers(queues, numbers));
  }

  @Override
  public void assignRows(Tensor source, RowNumbers numbers) {
    CudaRowNumbers kept = requireRows(numbers, this, source);
    put(call(Operations.ASSIGN_ROWS).with(cols).with(alike(source).array).with(kept.all()));
  }

  @Override
  public void addToRows(double scale, Tensor source, int[] numbers) {
    addToRows(scale, source, new CudaRowNumbers(queues, numbers));
  }

  @Override
  public void addToRows(double scale, Tensor source, RowNumbers numbers) {
    CudaRowNumbers kept = requireRows(numbers, source, this);
    CudaMatrix a = (CudaMatrix) source;
    CudaRowNumbers.ByTarget sorted = kept.byTarget();
    Operation operation = Operations.of(Operations.ADD_TO_ROWS, precision, a.precision);
    long elements = (long) kept.count() * cols; // at most; batches differ in how many they number
    put(
        new Call(operation, elements, blocks(elements))
            .with(array)
            .with(scale)
            .with(cols)
            .with((long) sorted.distinct())
            .with(a.array)
            .with(sorted.targets())
            .with(sorted.starts())
            .with(sorted.positions()));
  }

  private static CudaRowNumbers requireRows(RowNumbers numbers, Tensor numbered, Tensor table) {
    CudaRowNumbers kept = (CudaRowNumbers) numbers;
    if (numbered.rows() != kept.count() || numbered.cols() != table.cols()) {
      throw new IllegalArgumentException(
          "%d row numbers of a [%d, %d] do not fit a [%d, %d]"
              .formatted(
                  kept.count(), table.rows(), table.cols(), numbered.rows(), numbered.cols()));
    }
    if (kept.largest() >= table.rows()) {
      throw new IndexOutOfBoundsException(
          "row %d of a [%d, %d]".formatted(kept.largest(), table.rows(), table.cols()));
    }
    return kept;
  }

  /** Returns the number of a function in kernels.cu. */
  private static long numberOf(Nonlinearity f) {
    return switch (f) {
      case TANH -> 0;
      case RELU -> 1;
      case LOGISTIC -> 2;
      case GELU -> 3;
      case SILU -> 4;
      case SQUARED_RELU -> 5;
    };
  }
}
