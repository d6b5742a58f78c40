package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;

/**
 * What every implementation of {@link Tensor} does, against plain loops in double precision on the
 * same elements, within the bounds that the interface states.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("org.retrograde.reversible.device.TestedDevice#all")
final class TensorTest {

  private static final String SHAPES =
      """
      1, 1
      1, 9
      9, 1
      7, 5
      8, 5
      250, 50
      """;

  private final Device device;
  private final Precision precision;
  private final Samples samples = new Samples(20160501);

  TensorTest(TestedDevice tested) {
    this.device = tested.open();
    this.precision = tested.precision();
  }

  @AfterEach
  void close() {
    device.close();
  }

  @ParameterizedTest
  @CsvSource(textBlock = SHAPES)
  void goesToMemoryAndComesBackWithItsBits(int rows, int cols) {
    Tensor source = device.tensor(precision, rows, cols);
    source.assign(samples.gaussians(rows * cols));
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      ByteBuffer memory = ByteBuffer.allocateDirect(precision.bytes() * rows * cols).order(order);
      source.copyTo(memory);
      Tensor back = device.tensor(precision, rows, cols);
      back.assign(memory);
      assertThat(back.toArray()).isEqualTo(source.toArray());
      double last =
          precision == Precision.FLOAT32
              ? memory.getFloat(memory.capacity() - 4)
              : memory.getDouble(memory.capacity() - 8);
      assertThat(last).isEqualTo(source.toArray()[rows * cols - 1]);
    }
  }

  @Test
  void refusesMemoryOfAnotherSize() {
    Tensor tensor = row(3, -4);
    ByteBuffer memory = ByteBuffer.allocate(3 * precision.bytes());
    assertThatIllegalArgumentException().isThrownBy(() -> tensor.copyTo(memory));
    assertThatIllegalArgumentException().isThrownBy(() -> tensor.assign(memory));
  }

  @Test
  void aNumberIsThatOfTheMomentItWasAskedForHoweverLateItIsRead() {
    Tensor t = row(3, -4);
    Scalar squares = t.dot(t);
    Scalar largest = t.maxAbs();
    Tensor p = device.tensor(1, 2);
    Scalar loss = p.assignSoftmax(row(0, 1000), row(1, 0));
    t.scale(2);
    Scalar later = t.dot(t);
    p.fill(0);
    t.fill(Double.NaN);
    for (int i = 0; i < 200; i++) {
      assertThat(p.dot(p).value()).isZero();
      assertThat(squares.value()).isEqualTo(25);
      assertThat(largest.value()).isEqualTo(4);
      assertThat(loss.value()).isEqualTo(1000);
      assertThat(later.value()).isEqualTo(100);
    }
  }

  @Test
  void aNewTensorIsZeroInTheDevicesPrecision() {
    Tensor tensor = device.tensor(3, 2);
    assertThat(tensor.precision()).isEqualTo(precision);
    assertThat(tensor.rows()).isEqualTo(3);
    assertThat(tensor.cols()).isEqualTo(2);
    assertThat(tensor.size()).isEqualTo(6);
    assertThat(tensor.toArray()).isEqualTo(new double[6]);
  }

  @ParameterizedTest
  @EnumSource
  void elementsGoToTheDeviceAndBackRowByRow(Precision elementType) {
    double[] values = {1, -2.5, 1e-3f, Double.NaN, Double.NEGATIVE_INFINITY, 0x1p-126};
    float[] narrow = {1, -2.5f, 1e-3f, Float.NaN, Float.NEGATIVE_INFINITY, 0x1p-126f};
    Tensor tensor = device.tensor(elementType, 2, 3);

    tensor.assign(values);
    assertThat(tensor.toArray()).isEqualTo(values);
    tensor.fill(0.5);
    assertThat(tensor.toArray()).containsOnly(0.5);
    tensor.assign(narrow);
    assertThat(tensor.toArray()).isEqualTo(values);
  }

  @ParameterizedTest
  @EnumSource
  void elementsOfASourceAreTakenInTheirOrderAndOnce(Precision elementType) {
    Tensor drawn = device.tensor(elementType, 3, 50_001);
    Tensor copied = device.tensor(elementType, 3, 50_001);
    double[] values = samples.gaussians(drawn.size());
    int[] taken = {0};
    copied.assign(values);

    drawn.assign(() -> values[taken[0]++]);

    assertThat(taken[0]).isEqualTo(values.length);
    assertThat(drawn.toArray()).isEqualTo(copied.toArray());
  }

  @Test
  void aNarrowerCopyIsRoundedToNearest() {
    Tensor wide = device.tensor(Precision.FLOAT64, 1, 3);
    Tensor narrow = device.tensor(Precision.FLOAT32, 1, 3);
    wide.assign(new double[] {1 + 0x1p-25, 1 + 0x1.8p-24, -Math.PI});

    narrow.assign(wide);
    assertThat(narrow.toArray()).containsExactly(1, 1 + 0x1p-23, (float) -Math.PI);
    wide.assign(narrow);
    assertThat(wide.toArray()).isEqualTo(narrow.toArray());
  }

  @ParameterizedTest(name = "[{0}, {1}]")
  @CsvSource(textBlock = SHAPES)
  void scaledSumsAndProductsAreWithinFourUnits(int rows, int cols) {
    for (Precision other : Precision.values()) {
      Tensor a = random(other, rows, cols);
      Tensor b = random(Precision.FLOAT64, rows, cols);
      Tensor start = random(precision, rows, cols);
      double[] x = a.toArray();
      double[] y = b.toArray();
      double[] z = start.toArray();
      double scale = 0.3;

      Tensor t = copy(start);
      t.assignScaled(scale, a);
      assertUnits(t, 4, i -> scale * x[i], i -> scale * x[i]);

      t = copy(start);
      t.scale(scale);
      assertUnits(t, 4, i -> scale * z[i], i -> scale * z[i]);

      t = copy(start);
      t.addScaled(scale, a);
      assertUnits(t, 4, i -> z[i] + scale * x[i], i -> total(z[i], scale * x[i]));

      t = copy(start);
      t.addProduct(scale, a, b);
      assertUnits(t, 4, i -> z[i] + scale * x[i] * y[i], i -> total(z[i], scale * x[i] * y[i]));

      t = copy(start);
      t.addProduct(scale, t, a);
      assertUnits(t, 4, i -> z[i] + scale * z[i] * x[i], i -> total(z[i], scale * z[i] * x[i]));
    }
  }

  @Test
  void betweenPrecisionsAScaleIsAppliedInDouble() {
    Tensor wide = device.tensor(Precision.FLOAT64, 1, 2);
    wide.assign(new double[] {0x1p-220, -0x1p-200});
    Tensor narrow = device.tensor(Precision.FLOAT32, 1, 2);

    narrow.assignScaled(0x1p230, wide);
    assertThat(narrow.toArray()).containsExactly(0x1p10, -0x1p30);

    narrow.addScaled(0x1p230, wide);
    assertThat(narrow.toArray()).containsExactly(0x1p11, -0x1p31);

    wide.addProduct(0x1p-200, narrow, narrow);
    assertThat(wide.toArray()).containsExactly(0x1p-220 + 0x1p-178, -0x1p-200 + 0x1p-138);
  }

  @Test
  void anArgumentMayBeTheTensorItself() {
    Tensor t = row(1, -2, 3);
    t.addScaled(0.5, t);
    assertThat(t.toArray()).containsExactly(1.5, -3, 4.5);
    t.assignScaled(2, t);
    assertThat(t.toArray()).containsExactly(3, -6, 9);
    t.addProduct(1, t, t);
    assertThat(t.toArray()).containsExactly(12, 30, 90);
    assertThat(t.dot(t).value()).isEqualTo(144 + 900 + 8100);
    assertThat(t.countArgMaxDifferences(t)).isZero();
    t.assignFunction(Nonlinearity.RELU, t);
    assertThat(t.toArray()).containsExactly(12, 30, 90);
    t.assignFunctionDerivative(Nonlinearity.RELU, t, t);
    assertThat(t.toArray()).containsExactly(12, 30, 90);

    for (Nonlinearity f : Nonlinearity.values()) {
      Tensor y = row(0.5, 0.25, -0.75);
      Tensor expected = row(0, 0, 0);
      expected.assignFunctionDerivative(f, y, y);
      y.assignFunctionDerivative(f, y, y);
      assertThat(y.toArray()).as("derivative of %s", f).isEqualTo(expected.toArray());

      Tensor curved = copy(y);
      curved.addFunctionCurvature(f, copy(y), copy(y), copy(y));
      y.addFunctionCurvature(f, y, y, y);
      assertThat(y.toArray()).as("curvature of %s", f).isEqualTo(curved.toArray());
    }
  }

  @Test
  void softmaxMayOverwriteItsArguments() {
    Tensor logits = random(precision, 5, 4);
    Tensor targets = targets(5, 4);
    Tensor p = device.tensor(5, 4);
    double loss = p.assignSoftmax(logits, targets).value();

    Tensor inPlace = copy(logits);
    assertThat(inPlace.assignSoftmax(inPlace, targets).value()).isEqualTo(loss);
    assertThat(inPlace.toArray()).isEqualTo(p.toArray());

    Tensor overTargets = copy(targets);
    assertThat(overTargets.assignSoftmax(logits, overTargets).value()).isEqualTo(loss);
    assertThat(overTargets.toArray()).isEqualTo(p.toArray());

    Tensor tangent = device.tensor(5, 4);
    tangent.assignSoftmaxTangent(p, logits);
    Tensor overP = copy(p);
    overP.assignSoftmaxTangent(overP, logits);
    Tensor overLogits = copy(logits);
    overLogits.assignSoftmaxTangent(p, overLogits);
    assertThat(overP.toArray()).isEqualTo(tangent.toArray());
    assertThat(overLogits.toArray()).isEqualTo(tangent.toArray());
  }

  @ParameterizedTest(name = "{0} fraction bits")
  @ValueSource(ints = {1, 52, 56, 62})
  void fixedPointIsRoundedToThisPrecision(int fractionBits) {
    long[] values = samples.longs(35, 62);
    Lanes lanes = device.lanes(35);
    lanes.assign(values);
    Tensor tensor = device.tensor(7, 5);

    tensor.assignFixed(lanes, fractionBits);

    IntToDoubleFunction real = i -> Math.scalb((double) values[i], -fractionBits);
    assertUnits(tensor, 1, real, real);
  }

  @ParameterizedTest(name = "[{0}, {1}]")
  @CsvSource(textBlock = SHAPES)
  void dotAccumulatesInDoublePrecision(int rows, int cols) {
    for (Precision other : Precision.values()) {
      Tensor a = random(precision, rows, cols);
      Tensor b = random(other, rows, cols);
      double[] x = a.toArray();
      double[] y = b.toArray();
      double sum = 0;
      double magnitude = 0;
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * y[i];
        magnitude += Math.abs(x[i] * y[i]);
      }

      assertThat(a.dot(b).value()).isCloseTo(sum, within(x.length * Math.ulp(magnitude)));
      assertThat(b.dot(a).value()).isCloseTo(sum, within(x.length * Math.ulp(magnitude)));
    }
  }

  @Test
  void dotKeepsASmallTermBesideLargeOnes() {
    assertThat(row(1e5, 1, -1e5).dot(row(1e5, 1, 1e5)).value()).isEqualTo(1);
  }

  @Test
  void maxAbsIsNanWhereverANanStands() {
    assertThat(row(0.5, -3, 2).maxAbs().value()).isEqualTo(3);
    assertThat(row(0, -0.0).maxAbs().value()).isZero();
    assertThat(row(1, Double.NEGATIVE_INFINITY).maxAbs().value()).isInfinite();
    double large = precision == Precision.FLOAT32 ? 0x1p127 : 0x1p1023;
    assertThat(row(1, -large).maxAbs().value()).isEqualTo(large);
    for (int i = 0; i < 17; i++) {
      double[] values = samples.gaussians(17);
      values[i] = Double.NaN;
      values[(i + 1) % 17] = Double.POSITIVE_INFINITY;
      assertThat(row(values).maxAbs().value()).as("NaN at %d", i).isNaN();
    }
  }

  @ParameterizedTest(name = "{0}x{1} times {1}x{2}")
  @CsvSource({"1, 1, 1", "1, 9, 1", "9, 1, 7", "1, 7, 5", "7, 5, 1", "7, 3, 5", "250, 784, 50"})
  void matrixProductsAreWithinOneUnitATerm(int m, int k, int n) {
    for (int variant = 0; variant < 16; variant++) {
      boolean transposeA = (variant & 1) != 0;
      boolean transposeB = (variant & 2) != 0;
      double beta = (variant >> 2) & 1;
      double alpha = (variant & 8) == 0 ? 1 : -0.75;
      Tensor a = transposeA ? random(precision, k, m) : random(precision, m, k);
      Tensor b = transposeB ? random(precision, n, k) : random(precision, k, n);
      Tensor c = random(precision, m, n);
      double[] x = a.toArray();
      double[] y = b.toArray();
      double[] before = c.toArray();
      double[] sum = new double[m * n];
      double[] magnitude = new double[m * n];
      for (int i = 0; i < m * n; i++) {
        sum[i] = beta * before[i];
        magnitude[i] = Math.abs(sum[i]);
        for (int l = 0; l < k; l++) {
          double left = x[transposeA ? l * m + i / n : i / n * k + l];
          double right = y[transposeB ? i % n * k + l : l * n + i % n];
          sum[i] += alpha * left * right;
          magnitude[i] += Math.abs(alpha * left * right);
        }
      }

      c.assignMatrixProduct(alpha, a, transposeA, b, transposeB, beta);

      assertUnits(c, k + 2, i -> sum[i], i -> magnitude[i]);
      assertThat(a.toArray()).isEqualTo(x);
      assertThat(b.toArray()).isEqualTo(y);
    }
  }

  @Test
  void aProductOverwritesEvenNan() {
    Tensor c = device.tensor(2, 2);
    c.fill(Double.NaN);
    c.assignMatrixProduct(1, random(precision, 2, 3), false, random(precision, 3, 2), false, 0);
    assertThat(c.maxAbs().value()).isFinite();
  }

  @Test
  void aProductRepeatsItsBits() {
    Tensor a = random(precision, 250, 784);
    Tensor b = random(precision, 784, 50);
    Tensor first = device.tensor(250, 50);
    Tensor second = device.tensor(250, 50);
    first.assignMatrixProduct(1, a, false, b, false, 0);
    second.assignMatrixProduct(1, copy(a), false, copy(b), false, 0);
    assertThat(second.toArray()).isEqualTo(first.toArray());
  }

  @ParameterizedTest(name = "[{0}, {1}]")
  @CsvSource(textBlock = SHAPES)
  void rowsAreFilledAndColumnsSummed(int rows, int cols) {
    Tensor matrix = random(precision, rows, cols);
    Tensor row = random(precision, 1, cols);
    double[] x = matrix.toArray();
    double[] r = row.toArray();
    double[] sum = r.clone();
    double[] magnitude = Arrays.stream(r).map(Math::abs).toArray();
    for (int i = 0; i < x.length; i++) {
      sum[i % cols] += x[i];
      magnitude[i % cols] += Math.abs(x[i]);
    }

    Tensor sums = copy(row);
    sums.addColumnSums(matrix);
    assertUnits(sums, rows + 1, i -> sum[i], i -> magnitude[i]);

    matrix.fillRows(row);
    double[] filled = new double[rows * cols];
    Arrays.setAll(filled, i -> r[i % cols]);
    assertThat(matrix.toArray()).isEqualTo(filled);
  }

  @ParameterizedTest
  @EnumSource
  void functionsAndTheirDerivativesAreWithinFourUnits(Nonlinearity f) {
    Tensor argument = random(precision, 7, 5);
    argument.scale(3);
    Tensor direction = random(precision, 7, 5);
    Tensor tangent = random(precision, 7, 5);
    double[] x = argument.toArray();
    double[] d = direction.toArray();
    double[] t = tangent.toArray();

    Tensor value = device.tensor(7, 5);
    value.assignFunction(f, argument);
    int units = f == Nonlinearity.GELU ? 12 : 4; // 8 of them of its hyperbolic tangent
    assertUnits(
        value, units, i -> valueOf(f, x[i]), i -> largest(largest(1, x[i]), valueOf(f, x[i])));

    Tensor base = f.hasBaseX() ? argument : value;
    double[] b = base.toArray();
    Tensor derivative = device.tensor(7, 5);
    derivative.assignFunctionDerivative(f, base, direction);
    assertUnits(derivative, units, i -> slope(f, b[i]) * d[i], i -> slopeTerms(f, b[i]) * d[i]);

    Tensor curved = copy(direction);
    curved.addFunctionCurvature(f, base, tangent, direction);
    assertUnits(
        curved,
        units,
        i -> d[i] + curvature(f, b[i]) * t[i] * d[i],
        i -> total(d[i], curvatureTerms(f, b[i]) * t[i] * d[i]));
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** The argument of the hyperbolic tangent in GELU and its slope. */
  private static double[] geluArgument(double x) {
    double root = Math.sqrt(2 / Math.PI);
    return new double[] {root * (x + 0.044715 * x * x * x), root * (1 + 3 * 0.044715 * x * x)};
  }

  private static double valueOf(Nonlinearity f, double x) {
    return switch (f) {
      case TANH -> Math.tanh(x);
      case RELU -> Math.max(x, 0);
      case LOGISTIC -> logistic(x);
      case GELU -> x / 2 * (1 + Math.tanh(geluArgument(x)[0]));
      case SILU -> x * logistic(x);
      case SQUARED_RELU -> Math.pow(Math.max(x, 0), 2);
    };
  }

  private static double slope(Nonlinearity f, double base) {
    return switch (f) {
      case TANH -> 1 - base * base;
      case RELU -> base > 0 ? 1 : 0;
      case LOGISTIC -> base * (1 - base);
      case GELU -> {
        double t = Math.tanh(geluArgument(base)[0]);
        yield (1 + t) / 2 + base / 2 * (1 - t * t) * geluArgument(base)[1];
      }
      case SILU -> logistic(base) * (1 + base * logistic(-base));
      case SQUARED_RELU -> 2 * Math.max(base, 0);
    };
  }

  /** The sum of the magnitudes that a slope is computed from. */
  private static double slopeTerms(Nonlinearity f, double base) {
    return switch (f) {
      case TANH, RELU, LOGISTIC -> 1;
      case GELU -> 1 + Math.abs(base) / 2 * geluArgument(base)[1];
      case SILU, SQUARED_RELU -> 1 + 2 * Math.abs(base);
    };
  }

  private static double curvature(Nonlinearity f, double base) {
    return switch (f) {
      case TANH -> -2 * base;
      case RELU -> 0;
      case LOGISTIC -> 1 - 2 * base;
      case GELU -> {
        double t = Math.tanh(geluArgument(base)[0]);
        double slope = geluArgument(base)[1];
        double bend = 6 * 0.044715 * Math.sqrt(2 / Math.PI) * base;
        yield (1 - t * t) * (slope + base * (bend / 2 - t * slope * slope));
      }
      case SILU -> {
        double s = logistic(base);
        yield s * (1 - s) * (2 + base * (1 - 2 * s));
      }
      case SQUARED_RELU -> base > 0 ? 2 : 0;
    };
  }

  private static double curvatureTerms(Nonlinearity f, double base) {
    return switch (f) {
      case TANH, RELU, LOGISTIC, SQUARED_RELU -> 2;
      case GELU -> {
        double slope = geluArgument(base)[1];
        yield slope + base * base + Math.abs(base) * slope * slope;
      }
      case SILU -> 2 + Math.abs(base);
    };
  }

  @ParameterizedTest
  @EnumSource
  void functionsSaturateAndLetNanThrough(Nonlinearity f) {
    double[] x = {-1e30, -200, 0, 200, 1e30, Double.NaN};
    Tensor y = device.tensor(2, 3);
    y.assign(x);
    y.assignFunction(f, y);

    double[] limits =
        switch (f) {
          case TANH -> new double[] {-1, -1, 0, 1, 1, Double.NaN};
          case RELU -> new double[] {0, 0, 0, 200, (float) 1e30, Double.NaN};
          case LOGISTIC -> new double[] {0, 0, 0.5, 1, 1, Double.NaN};
          case GELU, SILU -> new double[] {0, 0, 0, 200, 1e30, Double.NaN};
          case SQUARED_RELU -> new double[] {0, 0, 0, 40_000, 1e60, Double.NaN};
        };
    double[] actual = y.toArray();
    for (int i = 0; i < x.length - 1; i++) {
      double limit = precision == Precision.FLOAT32 ? (float) limits[i] : limits[i];
      assertThat(actual[i] == limit || Math.abs(actual[i] - limit) < 1e-7 * Math.abs(limit) + 1e-9)
          .as("%s at %s", actual[i], x[i])
          .isTrue();
    }
    assertThat(actual[5]).isNaN();
  }

  @Test
  void theDerivativeOfReluIsZeroAtAndBelowTheKinkWhateverTheDirection() {
    Tensor derivative = device.tensor(1, 5);
    derivative.assignFunctionDerivative(
        Nonlinearity.RELU,
        row(0, 0, 0, 0, 1e-30),
        row(5, -5, Double.POSITIVE_INFINITY, Double.NaN, 5));
    assertThat(derivative.toArray()).containsExactly(0, 0, 0, 0, 5);
  }

  @ParameterizedTest(name = "[{0}, {1}]")
  @CsvSource({"1, 2", "9, 1", "7, 5", "250, 10"})
  void softmaxAndItsCrossEntropyAreThoseOfTheDefinition(int rows, int cols) {
    Tensor logits = random(precision, rows, cols);
    Tensor targets = targets(rows, cols);
    double[] z = logits.toArray();
    double[] y = targets.toArray();
    double[] expected = new double[z.length];
    double loss = 0;
    for (int start = 0; start < z.length; start += cols) {
      double sum = 0;
      for (int i = start; i < start + cols; i++) {
        sum += Math.exp(z[i]);
      }
      for (int i = start; i < start + cols; i++) {
        expected[i] = Math.exp(z[i]) / sum;
        loss -= y[i] * Math.log(expected[i]) / rows;
      }
    }

    Tensor p = device.tensor(rows, cols);
    assertThat(p.assignSoftmax(logits, targets).value()).isCloseTo(loss, within(1e-13 * rows));
    assertUnits(p, 4 + cols, i -> expected[i], i -> expected[i]);
  }

  @Test
  void softmaxOfHugeLogitsNeitherOverflowsNorLosesSmallLosses() {
    Tensor p = device.tensor(2, 3);
    Tensor logits = device.tensor(2, 3);
    logits.assign(new double[] {1e30, -1e30, 0, -1e4, -1e4 - 20, -2e4});
    Tensor targets = device.tensor(2, 3);
    targets.assign(new double[] {1, 0, 0, 1, 0, 0});

    double loss = p.assignSoftmax(logits, targets).value();

    assertThat(p.toArray()[0]).isEqualTo(1);
    // In single precision the probability is 1, whose logarithm would be 0.
    assertThat(loss).isCloseTo(Math.log1p(Math.exp(-20)) / 2, within(1e-15));
    assertThat(loss).isPositive();
  }

  @Test
  void theCrossEntropyOfAMissedTargetIsTheGap() {
    Tensor p = device.tensor(1, 2);
    assertThat(p.assignSoftmax(row(1000, 0), row(0, 1)).value()).isEqualTo(1000);
    assertThat(p.assignSoftmax(row(Double.NaN, 0), row(0, 1)).value()).isNaN();
  }

  @ParameterizedTest(name = "[{0}, {1}]")
  @CsvSource({"1, 2", "9, 1", "7, 5", "250, 10"})
  void theTangentOfSoftmaxIsThatOfTheDefinition(int rows, int cols) {
    Tensor p = device.tensor(rows, cols);
    p.assignSoftmax(random(precision, rows, cols), targets(rows, cols));
    Tensor tangent = random(precision, rows, cols);
    double[] q = p.toArray();
    double[] t = tangent.toArray();
    double[] mean = new double[rows];
    double[] magnitude = new double[rows];
    for (int i = 0; i < q.length; i++) {
      mean[i / cols] += q[i] * t[i];
      magnitude[i / cols] = largest(magnitude[i / cols], t[i]);
    }

    Tensor result = device.tensor(rows, cols);
    result.assignSoftmaxTangent(p, tangent);

    assertUnits(
        result, 4 + cols, i -> q[i] * (t[i] - mean[i / cols]), i -> q[i] * magnitude[i / cols]);
  }

  @Test
  void argMaxDifferencesCountRowsAndTiesGoToTheFirst() {
    Tensor a = device.tensor(4, 3);
    Tensor b = device.tensor(4, 3);
    a.assign(new double[] {0, 1, 0, 5, 5, 5, 2, 3, 3, -1, -2, -3});
    b.assign(new double[] {0, 2, 2, 1, 0, 0, 0, 0, 1, -3, -2, -1});
    assertThat(a.countArgMaxDifferences(b)).isEqualTo(2);
    assertThat(device.tensor(4, 1).countArgMaxDifferences(device.tensor(4, 1))).isZero();
    assertThat(row(1, 2, 3).countArgMaxDifferences(row(3, 2, 1))).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0} of [{1}, {2}]")
  @CsvSource({"1, 1, 1", "3, 1, 4", "1, 5, 3", "4, 5, 1", "40, 30, 7"})
  void rowsAreTakenByNumber(int picked, int rows, int cols) {
    Tensor source = random(precision, rows, cols);
    int[] numbers = samples.indices(picked, rows);
    double[] x = source.toArray();

    Tensor taken = device.tensor(picked, cols);
    taken.assignRows(source, numbers);

    IntToDoubleFunction element = i -> x[numbers[i / cols] * cols + i % cols];
    assertUnits(taken, 0, element, element);
  }

  @ParameterizedTest(name = "{0} to [{1}, {2}]")
  @CsvSource({"1, 1, 1", "3, 1, 4", "1, 5, 3", "4, 5, 1", "40, 30, 7", "30, 500, 7"})
  void rowsAreAddedInOrderEvenWhenNumbersRepeat(int picked, int rows, int cols) {
    for (Precision other : Precision.values()) {
      Tensor source = random(other, picked, cols);
      Tensor table = random(precision, rows, cols);
      int[] numbers = samples.indices(picked, rows);
      double[] x = source.toArray();
      double[] expected = table.toArray();
      for (int i = 0; i < x.length; i++) {
        int at = numbers[i / cols] * cols + i % cols;
        // Every term and every sum is rounded to the precision of the table: the order matters.
        expected[at] = rounded(expected[at] + rounded(0.3 * x[i]));
      }

      table.addToRows(0.3, source, numbers);

      assertUnits(table, 4, i -> expected[i], i -> largest(1, expected[i]));
    }
  }

  @Test
  void rowsOfOneNumberAreAddedFirstToLast() {
    double large = precision == Precision.FLOAT32 ? 0x1p24 : 0x1p53;
    Tensor source = device.tensor(4, 1);
    source.assign(new double[] {large, 1, -large, 1});
    Tensor table = device.tensor(2, 1);

    table.addToRows(1, source, new int[] {1, 1, 1, 1});

    assertThat(table.toArray()).containsExactly(0, 1);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({"1, 1", "4, 5", "40, 30"})
  void rowNumbersThatAreKeptOnTheDeviceGiveTheSameBitsAgainAndAgain(int picked, int rows) {
    Tensor source = random(precision, rows, 3);
    Tensor addend = random(Precision.FLOAT32, picked, 3);
    int[] numbers = samples.indices(picked, rows);
    Tensor taken = device.tensor(picked, 3);
    Tensor table = device.tensor(rows, 3);
    RowNumbers kept = device.rowNumbers(numbers);
    assertThat(kept.toArray()).containsExactly(numbers);

    for (int round = 0; round < 3; round++) {
      taken.fill(7);
      taken.assignRows(source, kept);
      Tensor takenAnew = device.tensor(picked, 3);
      takenAnew.assignRows(source, numbers);
      assertThat(taken.toArray()).containsExactly(takenAnew.toArray());

      Tensor expected = device.tensor(rows, 3);
      expected.assign(table);
      expected.addToRows(0.3, addend, numbers);
      table.addToRows(0.3, addend, kept);
      assertThat(table.toArray()).containsExactly(expected.toArray());
    }
  }

  @Test
  void rowNumbersAreACopyOfWhatTheyWereMadeFrom() {
    int[] numbers = {2, 0};
    RowNumbers kept = device.rowNumbers(numbers);
    numbers[0] = 1;
    kept.toArray()[1] = 1;
    assertThat(kept.toArray()).containsExactly(2, 0);
  }

  @Test
  void rowNumbersBeyondTheTableAreRefused() {
    Tensor table = device.tensor(3, 2);
    Assertions.assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> device.rowNumbers(new int[] {0, -1}));
    Assertions.assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> device.tensor(1, 2).assignRows(table, device.rowNumbers(new int[] {3})));
    for (int number : new int[] {-1, 3}) {
      Assertions.assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> device.tensor(1, 2).assignRows(table, new int[] {number}));
      Assertions.assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> table.addToRows(1, device.tensor(1, 2), new int[] {number}));
    }
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    Tensor a = device.tensor(3, 2);
    Tensor b = device.tensor(2, 3);
    Tensor c = device.tensor(3, 3);
    Nonlinearity f = Nonlinearity.TANH;
    assertRefused(() -> device.tensor(0, 1));
    assertRefused(() -> device.tensor(1, 0));
    assertRefused(() -> a.assign(new double[5]));
    assertRefused(() -> a.assign(new float[7]));
    assertRefused(() -> a.assign(b));
    assertRefused(() -> a.assignScaled(2, b));
    assertRefused(() -> a.assignFixed(device.lanes(5), 52));
    assertRefused(() -> a.addScaled(1, b));
    assertRefused(() -> a.addProduct(1, a, b));
    assertRefused(() -> a.addProduct(1, b, a));
    assertRefused(() -> a.dot(b));
    assertRefused(() -> c.assignMatrixProduct(1, a, false, b, true, 0));
    assertRefused(() -> c.assignMatrixProduct(1, a, true, b, false, 0));
    assertRefused(() -> a.assignMatrixProduct(1, a, false, b, false, 0));
    assertRefused(() -> a.fillRows(device.tensor(1, 3)));
    assertRefused(() -> a.fillRows(device.tensor(2, 2)));
    assertRefused(() -> device.tensor(1, 3).addColumnSums(a));
    assertRefused(() -> device.tensor(2, 2).addColumnSums(a));
    assertRefused(() -> a.assignFunction(f, b));
    assertRefused(() -> a.assignFunctionDerivative(f, b, a));
    assertRefused(() -> a.assignFunctionDerivative(f, a, b));
    assertRefused(() -> a.addFunctionCurvature(f, b, a, a));
    assertRefused(() -> a.addFunctionCurvature(f, a, b, a));
    assertRefused(() -> a.addFunctionCurvature(f, a, a, b));
    assertRefused(() -> a.assignSoftmax(b, a));
    assertRefused(() -> a.assignSoftmax(a, b));
    assertRefused(() -> a.assignSoftmaxTangent(a, b));
    assertRefused(() -> a.assignSoftmaxTangent(b, a));
    assertRefused(() -> a.countArgMaxDifferences(b));
    assertRefused(() -> a.assignRows(c, new int[3]));
    assertRefused(() -> a.assignRows(device.tensor(9, 2), new int[2]));
    assertRefused(() -> a.addToRows(1, c, new int[3]));
    assertRefused(() -> a.addToRows(1, a, new int[2]));
  }

  @Test
  void precisionsThatDoNotFitAreRefused() {
    Precision wrong = precision == Precision.FLOAT32 ? Precision.FLOAT64 : Precision.FLOAT32;
    Tensor a = device.tensor(2, 2);
    Tensor b = device.tensor(wrong, 2, 2);
    assertRefused(() -> a.assignMatrixProduct(1, a, false, b, false, 0));
    assertRefused(() -> a.assignMatrixProduct(1, b, false, a, false, 0));
    assertRefused(() -> a.fillRows(device.tensor(wrong, 1, 2)));
    assertRefused(() -> device.tensor(1, 2).addColumnSums(b));
    assertRefused(() -> a.assignFunction(Nonlinearity.TANH, b));
    assertRefused(() -> a.assignFunctionDerivative(Nonlinearity.TANH, a, b));
    assertRefused(() -> a.addFunctionCurvature(Nonlinearity.TANH, a, b, a));
    assertRefused(() -> a.assignSoftmax(a, b));
    assertRefused(() -> a.assignSoftmaxTangent(b, a));
    assertRefused(() -> a.countArgMaxDifferences(b));
    assertRefused(() -> a.assignRows(b, new int[2]));
  }

  private static void assertRefused(Runnable call) {
    assertThatIllegalArgumentException().isThrownBy(call::run);
  }

  private void assertUnits(
      Tensor actual, int units, IntToDoubleFunction expected, IntToDoubleFunction magnitude) {
    double[] elements = actual.toArray();
    for (int i = 0; i < elements.length; i++) {
      double bound = units * unitInTheLastPlace(magnitude.applyAsDouble(i));
      double wanted = expected.applyAsDouble(i);
      if (!(Math.abs(elements[i] - wanted) <= bound)) { // NaN too
        fail("element %d is %s, not %s within %s", i, elements[i], wanted, bound);
      }
    }
  }

  private double unitInTheLastPlace(double magnitude) {
    return precision == Precision.FLOAT32 ? Math.ulp((float) magnitude) : Math.ulp(magnitude);
  }

  private double rounded(double value) {
    return precision == Precision.FLOAT32 ? (float) value : value;
  }

  private static double total(double a, double b) {
    return Math.abs(a) + Math.abs(b);
  }

  private static double largest(double a, double b) {
    return Math.max(Math.abs(a), Math.abs(b));
  }

  private Tensor random(Precision elementType, int rows, int cols) {
    Tensor tensor = device.tensor(elementType, rows, cols);
    tensor.assign(samples.gaussians(rows * cols));
    return tensor;
  }

  /** Rows of probabilities: a soft target beside hard ones. */
  private Tensor targets(int rows, int cols) {
    double[] values = new double[rows * cols];
    for (int row = 0; row < rows; row++) {
      int hot = row * cols + samples.integer(0, cols - 1);
      values[hot] = 0.75;
      values[row * cols] += 0.25;
    }
    Tensor tensor = device.tensor(rows, cols);
    tensor.assign(values);
    return tensor;
  }

  private Tensor row(double... values) {
    Tensor tensor = device.tensor(1, values.length);
    tensor.assign(values);
    return tensor;
  }

  private Tensor copy(Tensor source) {
    Tensor copy = device.tensor(source.precision(), source.rows(), source.cols());
    copy.assign(source);
    return copy;
  }
}
