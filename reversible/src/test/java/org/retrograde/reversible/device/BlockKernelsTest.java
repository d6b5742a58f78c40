package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;

/** {@link BlockKernels} of every device against plain loops in double precision. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.retrograde.reversible.device.TestedDevice#all")
final class BlockKernelsTest {

  private static final double EPSILON = 1e-3;

  private final Device device;
  private final Precision precision;
  private final Samples samples = new Samples(20261128);

  BlockKernelsTest(TestedDevice tested) {
    this.device = tested.open();
    this.precision = tested.precision();
  }

  @AfterEach
  void close() {
    device.close();
  }

  private Tensor random(int rows, int cols) {
    Tensor tensor = device.tensor(rows, cols);
    tensor.assign(samples.gaussians(rows * cols));
    return tensor;
  }

  private Tensor of(int rows, int cols, IntToDoubleFunction element) {
    Tensor tensor = device.tensor(rows, cols);
    double[] values = new double[rows * cols];
    Arrays.setAll(values, element);
    tensor.assign(values);
    return tensor;
  }

  /** Within so many units in the last place of the largest. */
  private void assertNear(Tensor actual, double[] expected, double units) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    double unit = precision == Precision.FLOAT32 ? 0x1p-23 : 0x1p-52;
    assertThat(largest).isPositive();
    double[] found = actual.toArray();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(units * unit * largest));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          plain,            1, 1, 1, 1, false, false
          heads,            2, 4, 4, 4, false, true
          left transposed,  3, 2, 2, 2, true,  false
          both transposed,  2, 3, 3, 3, true,  true
          right is shared,  2, 4, 4, 2, false, true
          left is shared,   2, 6, 2, 6, true,  false
          result is shared, 2, 2, 4, 4, true,  false
          all for one,      3, 1, 5, 5, false, false
          """)
  void headProductsAreThoseOfTheirBlocks(
      String name,
      int sequences,
      int to,
      int left,
      int right,
      boolean transposeA,
      boolean transposeB) {
    int m = 5;
    int n = 4;
    int k = 3;
    Heads heads = new Heads(sequences, to, left, right);
    Tensor a = random(sequences * (transposeA ? k : m), left * (transposeA ? m : k));
    Tensor b = random(sequences * (transposeB ? n : k), right * (transposeB ? k : n));
    Tensor c = random(sequences * m, to * n);
    for (double beta : new double[] {0, 1}) {
      double[] expected = c.toArray();
      for (int s = 0; s < sequences; s++) {
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < to * n; j++) {
            expected[(s * m + i) * to * n + j] *= beta;
          }
        }
        for (int h = 0; h < heads.count(); h++) {
          int toHead = h * to / heads.count();
          int leftHead = h * left / heads.count();
          int rightHead = h * right / heads.count();
          for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
              double sum = 0;
              for (int l = 0; l < k; l++) {
                sum +=
                    at(a, s, leftHead, left, transposeA ? l : i, transposeA ? i : l, sequences)
                        * at(
                            b,
                            s,
                            rightHead,
                            right,
                            transposeB ? j : l,
                            transposeB ? l : j,
                            sequences);
              }
              expected[(s * m + i) * to * n + toHead * n + j] += 0.7 * sum;
            }
          }
        }
      }
      if (beta == 0) {
        c.fill(Double.NaN); // not read
      }
      c.assignHeadProducts(0.7, a, transposeA, b, transposeB, beta, heads);
      assertNear(c, expected, 16);
    }
  }

  private static double at(Tensor t, int s, int head, int heads, int i, int j, int sequences) {
    int row = s * (t.rows() / sequences) + i;
    int col = head * (t.cols() / heads) + j;
    return t.toArray()[row * t.cols() + col];
  }

  @Test
  void headsThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Heads(1, 2, 3, 3))
        .withMessageContaining("shared evenly");
    assertThatIllegalArgumentException().isThrownBy(() -> new Heads(0, 1, 1, 1));
    Tensor c = random(4, 6);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                c.assignHeadProducts(
                    1, random(4, 4), false, random(4, 4), true, 0, new Heads(3, 2, 2, 2)))
        .withMessageContaining("cannot be divided among 3 sequences");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                c.assignHeadProducts(
                    1, random(4, 4), false, random(4, 4), true, 0, new Heads(2, 2, 2, 2)))
        .withMessageContaining("no product of blocks");
  }

  @Test
  void aPlaceSeesItselfAndThoseBeforeIt() {
    int length = 5;
    int heads = 3;
    Tensor z = random(2 * length, heads * length);
    z.scale(3);
    double[] logits = z.toArray();
    double[] expected = new double[logits.length];
    for (int row = 0; row < z.rows(); row++) {
      for (int h = 0; h < heads; h++) {
        double sum = 0;
        for (int j = 0; j <= row % length; j++) {
          sum += Math.exp(logits[row * z.cols() + h * length + j]);
        }
        for (int j = 0; j <= row % length; j++) {
          int at = row * z.cols() + h * length + j;
          expected[at] = Math.exp(logits[at]) / sum;
        }
      }
    }
    Tensor p = device.tensor(z.rows(), z.cols());
    p.fill(Double.NaN);
    p.assignCausalSoftmax(z, length);
    assertNear(p, expected, 8);
    z.assignCausalSoftmax(z, length);
    assertThat(z.toArray()).isEqualTo(p.toArray());
    assertThatIllegalArgumentException().isThrownBy(() -> p.assignCausalSoftmax(p, 2));
  }

  @Test
  void aCausalSoftmaxNeitherOverflowsNorHidesWhatIsNoNumber() {
    Tensor z = of(2, 2, i -> i == 1 ? Double.NaN : i == 2 ? 10_000 : 9_999);
    Tensor p = device.tensor(2, 2);
    p.assignCausalSoftmax(z, 2);
    double small = 1 / (1 + Math.E);
    assertNear(p, new double[] {1, 0, 1 - small, small}, 8);
    z.assign(new double[] {Double.NaN, 0, 1, Double.NaN});
    p.assignCausalSoftmax(z, 2);
    assertThat(p.toArray()[0]).isNaN();
    assertThat(p.toArray()[2]).isNaN();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6})
  void tangentAndCurvatureOfASoftmaxGoBlockByBlock(int block) {
    Tensor p = of(4, 6, i -> (1 + i % 5) / 10.0);
    Tensor dp = random(4, 6);
    Tensor t = random(4, 6);
    Tensor sum = random(4, 6);
    double[] a = p.toArray();
    double[] change = dp.toArray();
    double[] along = t.toArray();
    double[] tangent = new double[a.length];
    double[] curved = sum.toArray();
    for (int i = 0; i < a.length; i++) {
      double mean = 0;
      double turned = 0;
      for (int j = i / block * block; j < i / block * block + block; j++) {
        mean += a[j] * along[j];
        turned += change[j] * along[j];
      }
      tangent[i] = a[i] * (along[i] - mean);
      curved[i] += change[i] * (along[i] - mean) - a[i] * turned;
    }
    Tensor result = device.tensor(4, 6);
    result.assignSoftmaxTangent(p, t, block);
    assertNear(result, tangent, 16);
    sum.addSoftmaxCurvature(p, dp, t, block);
    assertNear(sum, curved, 16);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> result.assignSoftmaxTangent(p, t, 4))
        .withMessageContaining("blocks of 4");
  }

  private static double[] normalized(double[] x, int block) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double squares = 0;
      for (int j = i / block * block; j < i / block * block + block; j++) {
        squares += x[j] * x[j];
      }
      y[i] = x[i] / Math.sqrt(squares / block + EPSILON);
    }
    return y;
  }

  private static double[] moved(double[] x, double h, double[] t) {
    double[] moved = new double[x.length];
    Arrays.setAll(moved, i -> x[i] + h * t[i]);
    return moved;
  }

  /** Central differences of fourth order, exact to 1e-11 here. */
  private static double[] difference(UnaryOperator<double[]> f, double[] x, double[] t) {
    double h = 1e-3;
    double[] near = f.apply(moved(x, h, t));
    double[] nearBack = f.apply(moved(x, -h, t));
    double[] far = f.apply(moved(x, 2 * h, t));
    double[] farBack = f.apply(moved(x, -2 * h, t));
    double[] slope = new double[x.length];
    Arrays.setAll(slope, i -> (8 * (near[i] - nearBack[i]) - (far[i] - farBack[i])) / (12 * h));
    return slope;
  }

  private static double[] normalizedTangent(double[] x, double[] t, int block) {
    double[] tangent = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double squares = 0;
      double along = 0;
      for (int j = i / block * block; j < i / block * block + block; j++) {
        squares += x[j] * x[j];
        along += x[j] * t[j];
      }
      double r = 1 / Math.sqrt(squares / block + EPSILON);
      tangent[i] = r * t[i] - r * r * r * x[i] * along / block;
    }
    return tangent;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8})
  void normalizationAndItsTwoDerivatives(int block) {
    Tensor x = random(3, 8);
    Tensor dx = random(3, 8);
    Tensor t = random(3, 8);
    double[] a = x.toArray();
    double[] change = dx.toArray();
    double[] along = t.toArray();
    Tensor y = device.tensor(3, 8);
    y.assignNormalized(x, block, EPSILON);
    assertNear(y, normalized(a, block), 8);

    double[] tangent = normalizedTangent(a, along, block);
    double[] slope = difference(v -> normalized(v, block), a, along);
    y.assignNormalizedTangent(x, block, EPSILON, t);
    assertNear(y, tangent, 16);
    for (int i = 0; i < slope.length; i++) {
      assertThat(tangent[i]).isCloseTo(slope[i], within(1e-6));
    }

    Tensor sum = random(3, 8);
    double[] before = sum.toArray();
    double[] bend = difference(v -> normalizedTangent(v, along, block), a, change);
    sum.addNormalizedCurvature(x, block, EPSILON, dx, t);
    double largest = Arrays.stream(bend).map(Math::abs).max().orElse(0);
    for (int i = 0; i < bend.length; i++) {
      assertThat(sum.toArray()[i])
          .isCloseTo(before[i] + bend[i], within(3e-6 * Math.max(1, largest)));
    }
  }

  @Test
  void nothingToNormalizeIsNothing() {
    Tensor x = device.tensor(1, 4);
    Tensor t = of(1, 4, i -> 1);
    Tensor y = device.tensor(1, 4);
    y.fill(7);
    y.assignNormalized(x, 4, EPSILON);
    assertThat(y.toArray()).containsOnly(0);
    y.assignNormalizedTangent(x, 4, EPSILON, t);
    assertNear(y, new double[] {1, 1, 1, 1}.clone(), Double.MAX_VALUE);
    assertThat(y.toArray()[0]).isCloseTo(1 / Math.sqrt(EPSILON), within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6})
  void centringTakesTheMeanOfEachBlock(int block) {
    Tensor x = random(2, 6);
    double[] a = x.toArray();
    double[] expected = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      double sum = 0;
      for (int j = i / block * block; j < i / block * block + block; j++) {
        sum += a[j];
      }
      expected[i] = a[i] - sum / block;
    }
    Tensor y = device.tensor(2, 6);
    y.assignCentred(x, block);
    assertNear(y, expected, 8);
  }

  @Test
  void rotationTurnsPairsByTheAngleOfTheirPlaceAndBack() {
    int length = 3;
    Tensor cosines = of(length, 2, i -> Math.cos(0.4 * i + 0.1));
    Tensor sines = of(length, 2, i -> Math.sin(0.4 * i + 0.1));
    Tensor x = random(2 * length, 8);
    double[] a = x.toArray();
    double[] expected = new double[a.length];
    for (int row = 0; row < x.rows(); row++) {
      for (int head = 0; head < 2; head++) {
        for (int j = 0; j < 2; j++) {
          double angle = 0.4 * (row % length * 2 + j) + 0.1;
          int first = row * 8 + head * 4 + j;
          expected[first] = Math.cos(angle) * a[first] - Math.sin(angle) * a[first + 2];
          expected[first + 2] = Math.sin(angle) * a[first] + Math.cos(angle) * a[first + 2];
        }
      }
    }
    Tensor y = device.tensor(2 * length, 8);
    y.assignRotated(x, cosines, sines, false);
    assertNear(y, expected, 8);
    y.assignRotated(y, cosines, sines, true);
    assertNear(y, a, 16);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> random(4, 8).assignRotated(random(4, 8), cosines, sines, false))
        .withMessageContaining("sequences of 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6})
  void columnsAreScaledAndTheirProductsSummed(int count) {
    Tensor a = random(5, 6);
    Tensor b = random(5, 6);
    Tensor row = random(1, count);
    Tensor sum = random(5, 6);
    double[] x = a.toArray();
    double[] y = b.toArray();
    double[] factors = row.toArray();
    double[] expected = sum.toArray();
    double[] dots = factors.clone();
    for (int i = 0; i < x.length; i++) {
      expected[i] += 0.3 * x[i] * factors[i % count];
      dots[i % count] += x[i] * y[i];
    }
    sum.addScaledColumns(0.3, a, row);
    assertNear(sum, expected, 8);
    row.addColumnDots(a, b);
    assertNear(row, dots, 64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sum.addScaledColumns(1, a, random(1, 4)))
        .withMessageContaining("blocks of 4");
  }

  @Test
  void rowsAreScaledMultipliedAndSummedUp() {
    Tensor a = random(4, 3);
    Tensor b = random(4, 3);
    Tensor column = random(4, 1);
    Tensor sum = random(4, 3);
    double[] x = a.toArray();
    double[] y = b.toArray();
    double[] factors = column.toArray();
    double[] expected = sum.toArray();
    double[] dots = new double[4];
    double[] logs = new double[4];
    for (int i = 0; i < x.length; i++) {
      expected[i] += -0.6 * x[i] * factors[i / 3];
      dots[i / 3] += x[i] * y[i];
      logs[i / 3] += Math.exp(x[i]);
    }
    Arrays.setAll(logs, i -> Math.log(logs[i]));
    sum.addScaledRows(-0.6, a, column);
    assertNear(sum, expected, 8);
    column.assignRowDots(a, b);
    assertNear(column, dots, 16);
    column.assignLogSumExp(a);
    assertNear(column, logs, 16);
    column.assignLogSumExp(of(4, 2, i -> 1e4));
    assertThat(column.toArray()[3]).isCloseTo(1e4 + Math.log(2), within(2e-3));
  }

  @Test
  void rowsAreTakenAndGivenByNumbersThatAreElements() {
    Tensor table = random(4, 3);
    Tensor numbers = device.tensor(2, 3);
    double[] at = {2, 0, 2, 3, 2, 0};
    numbers.assign(at);
    Tensor taken = device.tensor(6, 3);
    double[] rows = table.toArray();
    double[] expected = new double[18];
    Arrays.setAll(expected, i -> rows[((int) at[i / 3]) * 3 + i % 3]);
    taken.assignRowsAt(table, numbers);
    assertThat(taken.toArray()).isEqualTo(expected);

    Tensor given = random(6, 3);
    double[] from = given.toArray();
    double[] sums = rows.clone();
    for (int i = 0; i < from.length; i++) {
      sums[((int) at[i / 3]) * 3 + i % 3] += from[i];
    }
    table.addToRowsAt(given, numbers);
    assertNear(table, sums, 8);
    assertThat(Arrays.copyOfRange(table.toArray(), 3, 6))
        .isEqualTo(Arrays.copyOfRange(rows, 3, 6)); // which no number names
    assertThatIllegalArgumentException()
        .isThrownBy(() -> random(5, 3).assignRowsAt(table, numbers));
  }

  @Test
  void coinsFallByTheirSeedAndPlaceAlike() {
    Tensor a = of(50, 40, i -> 1 + i);
    Tensor kept = device.tensor(50, 40);
    kept.assignKept(2, a, 0.75, 12345);
    double[] found = kept.toArray();
    int stayed = 0;
    for (int i = 0; i < found.length; i++) {
      boolean stays = (Coins.bits(12345, i) >>> 11) * 0x1p-53 < 0.75;
      assertThat(found[i]).isEqualTo(stays ? 2.0 * (1 + i) : 0);
      stayed += stays ? 1 : 0;
    }
    assertThat(stayed).isBetween(1430, 1570); // 1500 +- 19.4
    Tensor again = device.tensor(50, 40);
    again.assignKept(2, a, 0.75, 12346);
    assertThat(again.toArray()).isNotEqualTo(found);
    again.assignKept(1, a, 1, 3);
    assertThat(again.toArray()).isEqualTo(a.toArray());
    assertThatIllegalArgumentException().isThrownBy(() -> again.assignKept(1, a, 0, 3));
  }
}
