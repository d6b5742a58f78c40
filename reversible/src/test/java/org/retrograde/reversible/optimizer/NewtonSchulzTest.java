package org.retrograde.reversible.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;

/** What the iteration makes of singular values, and its derivative. */
final class NewtonSchulzTest {

  private static final double STEP = 1e-5;

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  /** A matrix in fixed point, with the fraction that leaves its entries near the top of a lane. */
  private static FixedVector fixed(Device device, double[] values) {
    FixedVector vector = new FixedVector(device, "m", values.length, 58);
    Tensor tensor = device.tensor(Precision.FLOAT64, 1, values.length);
    tensor.assign(values);
    vector.addScaled(1, tensor);
    return vector;
  }

  private double[] of(int rows, int cols, double[] values) {
    return new NewtonSchulz(device, rows, cols).of(fixed(device, values)).toArray();
  }

  private static double[] singularValues(int rows, int cols, double[] values) {
    RealMatrix matrix = new Array2DRowRealMatrix(rows, cols);
    for (int i = 0; i < values.length; i++) {
      matrix.setEntry(i / cols, i % cols, values[i]);
    }
    return new SingularValueDecomposition(matrix).getSingularValues();
  }

  private static double[] transposed(int rows, int cols, double[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i % cols * rows + i / cols] = values[i];
    }
    return result;
  }

  @ParameterizedTest
  @CsvSource({"6, 6, 1", "4, 9, 2", "9, 4, 3", "1, 5, 4", "5, 1, 5", "16, 12, 6"})
  void singularValuesEndNearOne(int rows, int cols, long seed) {
    double[] drawn = new Samples(seed).gaussians(rows * cols);
    for (double value : singularValues(rows, cols, of(rows, cols, drawn))) {
      assertThat(value).isBetween(0.68, 1.14);
    }
    double[] before = singularValues(rows, cols, drawn);
    assertThat(before[0] / before[before.length - 1] > 1.7).isEqualTo(Math.min(rows, cols) > 1);
  }

  /** The quintic a s + b s^3 + c s^5, five times, on the same singular vectors. */
  @Test
  void eachSingularValueIsMappedByThePolynomial() {
    double[] values = {0.8, 0, 0, 0, -0.5, 0, 0, 0, 0.3};
    double norm = Math.sqrt(0.98);
    double[] mapped = of(3, 3, values);
    for (int i = 0; i < 9; i += 4) {
      double s = values[i] / norm;
      for (int k = 0; k < 5; k++) {
        s = 3.4445 * s - 4.7750 * Math.pow(s, 3) + 2.0315 * Math.pow(s, 5);
      }
      assertThat(mapped[i]).isCloseTo(s, within(1e-13));
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 7", "7, 4", "5, 5"})
  void theTransposeIsMappedToTheTranspose(int rows, int cols) {
    double[] drawn = new Samples(7).gaussians(rows * cols);
    double[] turned = of(cols, rows, transposed(rows, cols, drawn));
    assertThat(transposed(cols, rows, turned))
        .containsExactly(of(rows, cols, drawn), within(1e-12));
  }

  @Test
  void onlyTheDirectionMattersNotTheUnit() {
    double[] drawn = new Samples(8).gaussians(12);
    FixedVector tiny = fixed(device, drawn);
    tiny.setFractionBits(500);
    assertThat(new NewtonSchulz(device, 3, 4).of(tiny).toArray()).isEqualTo(of(3, 4, drawn));
  }

  @Test
  void zerosAreMappedToZerosWithAnAdjointOfZero() {
    NewtonSchulz map = new NewtonSchulz(device, 2, 3);
    map.of(fixed(device, new double[] {1, 2, 3, 4, 5, 6}));
    FixedVector zeros = fixed(device, new double[6]);
    assertThat(map.of(zeros).toArray()).containsOnly(0);
    Tensor toResult = device.tensor(2, 3);
    toResult.fill(1);
    Tensor toMatrix = device.tensor(2, 3);
    assertThat(map.addAdjoint(zeros, 1, toResult, toMatrix).value()).isZero();
    assertThat(toMatrix.toArray()).containsOnly(0);
  }

  @ParameterizedTest
  @CsvSource({"4, 6, 1", "6, 4, 2", "5, 5, 3", "1, 4, 4"})
  void theAdjointIsTheDerivative(int rows, int cols, long seed) {
    Samples samples = new Samples(seed);
    double[] matrix = samples.gaussians(rows * cols);
    double[] form = samples.gaussians(rows * cols);
    double[] adjoint = adjoint(device, rows, cols, matrix, form, 3);
    double[] expected = new double[matrix.length];
    double largest = 0;
    for (int i = 0; i < matrix.length; i++) {
      expected[i] =
          3
              * (along(rows, cols, matrix, form, i, STEP)
                  - along(rows, cols, matrix, form, i, -STEP))
              / (2 * STEP);
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    assertThat(adjoint).containsExactly(expected, within(1e-7 * largest));
    double[] wrong = adjoint(device, rows, cols, matrix, form, 3.003);
    assertThat(largestDifference(wrong, expected)).isGreaterThan(9e-4 * largest);
  }

  private double along(int rows, int cols, double[] matrix, double[] form, int i, double step) {
    double[] moved = matrix.clone();
    moved[i] += step;
    return dot(of(rows, cols, moved), form);
  }

  private static double[] adjoint(
      Device device, int rows, int cols, double[] matrix, double[] form, double scale) {
    Tensor toResult = device.tensor(Precision.FLOAT64, rows, cols);
    toResult.assign(form);
    Tensor toMatrix = device.tensor(Precision.FLOAT64, rows, cols);
    NewtonSchulz map = new NewtonSchulz(device, rows, cols);
    FixedVector fixed = fixed(device, matrix);
    double along = map.addAdjoint(fixed, scale, toResult, toMatrix).value();
    assertThat(along).isCloseTo(dot(map.of(fixed).toArray(), form), within(1e-5));
    return toMatrix.toArray();
  }

  private static double dot(double[] a, double[] b) {
    return MatrixUtils.createRealVector(a).dotProduct(MatrixUtils.createRealVector(b));
  }

  private static double largestDifference(double[] a, double[] b) {
    return MatrixUtils.createRealVector(a).getLInfDistance(MatrixUtils.createRealVector(b));
  }

  /** Adjoints of any size, and moments of any unit, in single precision. */
  @ParameterizedTest
  @CsvSource({"1, 0", "1e-60, 0", "1e60, 0", "1, 400", "1e-30, 300"})
  void singlePrecisionNeitherOverflowsNorUnderflows(double size, int bits) {
    double[] matrix = new Samples(5).gaussians(12);
    double[] form = new Samples(6).gaussians(12);
    double[] expected = adjoint(device, 3, 4, matrix, form, 1);
    try (Device single = Devices.open("host", Precision.FLOAT32, 1)) {
      FixedVector fixed = fixed(single, matrix);
      fixed.setFractionBits(58 + bits);
      Tensor toResult = single.tensor(Precision.FLOAT64, 3, 4);
      toResult.assign(form);
      toResult.scale(size);
      Tensor toMatrix = single.tensor(Precision.FLOAT64, 3, 4);
      new NewtonSchulz(single, 3, 4).addAdjoint(fixed, 1, toResult, toMatrix);
      toMatrix.scale(Math.scalb(1 / size, -bits));
      double largest = MatrixUtils.createRealVector(expected).getLInfNorm();
      assertThat(toMatrix.toArray()).containsExactly(expected, within(1e-4 * largest));
    }
  }
}
