package org.retrograde.reversible.device;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.function.DoubleSupplier;

/**
 * A dense matrix of real numbers on a device, and the few kernels that training needs.
 *
 * <p>Every method that is named {@code assign...} overwrites this tensor, every {@code add...} adds
 * to it; arguments are never modified and must be on the same device. Unless a method says
 * otherwise all shapes and precisions must agree, else it throws an {@link
 * IllegalArgumentException}, and an argument may be this tensor itself. A scale is rounded to this
 * tensor's precision where all arguments have it, else it is applied in double precision. Sums are
 * accumulated in an order that is fixed for a shape. Across devices results agree to 4 units in the
 * last place of the sum of the terms' magnitudes, sums and matrix products of n terms to n + 4,
 * hyperbolic tangents to 8.
 *
 * <p>A kernel may still be at work when its method has returned; the next one sees what it leaves.
 * Methods that return a plain number or an array wait for it. A {@link Scalar} belongs to the
 * thread of its tensors, and work may go on while nobody reads it.
 */
public interface Tensor extends Extent, BlockKernels<Tensor>, WindowKernels<Tensor> {

  /** Returns the element type. */
  Precision precision();

  /** Returns rows * cols. */
  default int size() {
    return rows() * cols();
  }

  /** Sets every element. */
  void fill(double value);

  /** Copies from the host, row by row; {@code values.length} must equal {@link #size()}. */
  void assign(double[] values);

  /** Copies from the host, row by row; {@code values.length} must equal {@link #size()}. */
  void assign(float[] values);

  /**
   * Takes the elements from a source, row by row, so that no array of this size is made in Java. A
   * narrower element is rounded to nearest.
   *
   * @param source asked once for each element, in their order; does nothing with this device
   */
  void assign(DoubleSupplier source);

  /** Returns a copy on the host, row by row. */
  double[] toArray();

  /**
   * Copies from memory, row by row: numbers of this precision in the buffer's byte order, from its
   * first byte on. Its position stays.
   *
   * @throws IllegalArgumentException if the buffer is not of {@link #size} numbers
   */
  default void assign(ByteBuffer numbers) {
    HostMemory.require(numbers, precision(), size());
    if (precision() == Precision.FLOAT32) {
      float[] values = new float[size()];
      HostMemory.floats(numbers).get(values);
      assign(values);
    } else {
      double[] values = new double[size()];
      HostMemory.doubles(numbers).get(values);
      assign(values);
    }
  }

  /**
   * Copies to memory, row by row: numbers of this precision in the buffer's byte order, from its
   * first byte on. Its position stays.
   *
   * @throws IllegalArgumentException if the buffer is not of {@link #size} numbers
   */
  default void copyTo(ByteBuffer numbers) {
    HostMemory.require(numbers, precision(), size());
    double[] values = toArray();
    if (precision() == Precision.FLOAT32) {
      FloatBuffer floats = HostMemory.floats(numbers);
      for (double value : values) {
        floats.put((float) value);
      }
    } else {
      HostMemory.doubles(numbers).put(values);
    }
  }

  /** this = scale * source. Precisions may differ; a narrower result is rounded to nearest. */
  void assignScaled(double scale, Tensor source);

  /**
   * Says that nobody reads this tensor before it is overwritten: scratch whose use is over. Its
   * elements are unspecified from now on, so a device need not have written them.
   */
  default void discard() {}

  /** this = source. Precisions may differ. */
  default void assign(Tensor source) {
    assignScaled(1, source);
  }

  /** this = 2^-fractionBits * lanes, rounded to this precision, row by row. */
  void assignFixed(Lanes lanes, int fractionBits);

  /** this *= factor. */
  void scale(double factor);

  /** this += scale * other. Precisions may differ. */
  void addScaled(double scale, Tensor other);

  /** this += scale * a * b, elementwise. Precisions may differ. */
  void addProduct(double scale, Tensor a, Tensor b);

  /**
   * this = q of an adaptive update. Each element is rounded as the five operations of its formula
   * are, in the order they are written.
   *
   * @param f the formula
   * @param numerator m, as many lanes as this tensor, of precision float64, has elements
   * @param square s, as many, none negative
   */
  void assignRootScaling(RootScaling f, Lanes numerator, Lanes square);

  /**
   * Adds scale * (dq/dm)* p to this tensor and scale * (dq/ds)* p to {@code squareAdjoint}, with
   * respect to the real values of m and s. Where sqrt(b s) is 0 the derivative with respect to s is
   * taken as 0.
   *
   * @param f the formula of q
   * @param numerator m
   * @param square s
   * @param scale of the adjoint
   * @param adjoint p, this tensor's shape and precision (float64). Not modified.
   * @param squareAdjoint same shape and precision. Modified.
   * @return sums without the scale
   */
  RootScaling.Sums addRootScalingAdjoint(
      RootScaling f,
      Lanes numerator,
      Lanes square,
      double scale,
      Tensor adjoint,
      Tensor squareAdjoint);

  /** Returns the inner product, accumulated in double precision. Precisions may differ. */
  Scalar dot(Tensor other);

  /** Returns the largest magnitude; NaN if any element is NaN. */
  Scalar maxAbs();

  /**
   * this = alpha * op(a) op(b) + beta * this.
   *
   * @param alpha factor of the product, rounded to this precision
   * @param a [m, k], or [k, m] if transposed; not this tensor
   * @param b [k, n], or [n, k] if transposed; not this tensor
   * @param beta 0 overwrites, 1 adds
   */
  void assignMatrixProduct(
      double alpha, Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta);

  /** Sets every row to a row vector, {@code row} of shape [1, cols]. */
  void fillRows(Tensor row);

  /**
   * Adds the sum over the rows of {@code matrix} to this row vector, shape [1, cols]. {@code
   * matrix} is not this tensor.
   */
  void addColumnSums(Tensor matrix);

  /** this = f(x), elementwise. */
  void assignFunction(Nonlinearity f, Tensor x);

  /**
   * this = f'(x) * direction: a tangent on the way forward, an adjoint on the way back.
   *
   * @param base x or f(x), as {@link Nonlinearity#hasBaseX} says
   */
  void assignFunctionDerivative(Nonlinearity f, Tensor base, Tensor direction);

  /**
   * this += (derivative of f'(x) along a tangent) * direction: the second-order term of an adjoint.
   *
   * @param base x or f(x), as {@link Nonlinearity#hasBaseX} says
   * @param baseTangent its tangent
   */
  void addFunctionCurvature(Nonlinearity f, Tensor base, Tensor baseTangent, Tensor direction);

  /**
   * this = softmax of each row of {@code logits}; returns the cross entropy against {@code
   * targets}, averaged over the rows. Shifted by each row's maximum, so that it neither overflows
   * nor loses the small losses.
   *
   * @param logits [rows, classes]
   * @param targets [rows, classes], each row non-negative with sum 1
   */
  Scalar assignSoftmax(Tensor logits, Tensor targets);

  /**
   * this = tangent of the softmax: p * (t - &lt;p, t&gt;), row by row.
   *
   * @param p what {@link #assignSoftmax} gave
   * @param logitsTangent t
   */
  default void assignSoftmaxTangent(Tensor p, Tensor logitsTangent) {
    assignSoftmaxTangent(p, logitsTangent, cols());
  }

  /** Returns in how many rows the first largest element stands in another column than there. */
  int countArgMaxDifferences(Tensor other);

  /**
   * this_i = source_rows[i]: takes rows by number, repeats allowed.
   *
   * @param source any number of rows; not this tensor
   * @param rows one number for each row of this tensor
   * @throws IndexOutOfBoundsException if {@code source} has no such row; nothing has then changed
   */
  void assignRows(Tensor source, int[] rows);

  /** The same with row numbers that are on the device already. */
  default void assignRows(Tensor source, RowNumbers rows) {
    assignRows(source, rows.toArray());
  }

  /**
   * this_rows[i] += scale * source_i, in the order of i. Precisions may differ.
   *
   * @param source as many columns; not this tensor
   * @param rows one number for each row of {@code source}, repeats allowed
   * @throws IndexOutOfBoundsException if this tensor has no such row; nothing has then changed
   */
  void addToRows(double scale, Tensor source, int[] rows);

  /** The same with row numbers that are on the device already. */
  default void addToRows(double scale, Tensor source, RowNumbers rows) {
    addToRows(scale, source, rows.toArray());
  }

  /** Throws an {@link IllegalArgumentException} unless {@code other} has the same shape. */
  default void requireSameShape(Tensor other) {
    if (rows() != other.rows() || cols() != other.cols()) {
      throw new IllegalArgumentException(
          "shapes differ: [%d, %d] and [%d, %d]"
              .formatted(rows(), cols(), other.rows(), other.cols()));
    }
  }
}
