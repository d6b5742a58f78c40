package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;

/** What every implementation of {@link Tensor} does with a {@link RootScaling}. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.retrograde.reversible.device.TestedDevice#all")
final class RootScalingTest {

  private static final int ROWS = 40;
  private static final int COLS = 25;
  private static final int SIZE = ROWS * COLS;

  private final Device device;

  RootScalingTest(TestedDevice tested) {
    this.device = tested.open();
  }

  @AfterEach
  void close() {
    device.close();
  }

  @ParameterizedTest(name = "seed {0}, s = i * 2^-{1}, eps = {2}")
  @CsvSource({
    "1, 52, 1e-8",
    "2, 52, 0",
    "3, 60, 1e-8",
    "4, 100, 1e-8",
    "5, 150, 1e-30",
    "6, -60, 1e-8",
    "7, 0, 10"
  })
  void eachDirectionIsRoundedAsItsFiveOperationsAre(long seed, int squareBits, double epsilon) {
    Problem problem = Problem.random(seed, squareBits, epsilon);
    Tensor q = tensor();
    q.fill(Double.NaN);

    q.assignRootScaling(problem.f, lanes(problem.m), lanes(problem.s));

    // Within 4 units is what the interface promises; these are correctly rounded, one by one.
    assertThat(q.toArray()).isEqualTo(problem.directions());
  }

  @Test
  void aDirectionWithoutADenominatorIsZero() {
    RootScaling f = new RootScaling(2, 3, 0, 52, 60);
    long[] m = {0, 1, -1, 1L << 62, -(1L << 62), 1L << 52, 5};
    long[] s = {0, 0, 0, 0, 0, 0, 1L << 60};
    Tensor q = device.tensor(Precision.FLOAT64, 1, 7);

    q.assignRootScaling(f, lanes(m), lanes(s));

    double alone = 2 * 0x5p-52 / Math.sqrt(3);
    assertThat(q.toArray()).containsExactly(0, 0, 0, 0, 0, 0, alone);
  }

  /** The first two lanes of s are below the least, the last two are not. */
  @Test
  void aSquareBelowTheLeastCountsAsNone() {
    RootScaling f = new RootScaling(2, 3, 0.5, 52, 60, 1L << 16);
    RootScaling all = new RootScaling(2, 3, 0.5, 52, 60);
    long[] m = {1L << 50, 1L << 51, -(1L << 50), 1L << 52};
    long[] s = {0, (1L << 16) - 1, 1L << 16, 1L << 59};
    Tensor q = device.tensor(Precision.FLOAT64, 1, 4);
    Tensor every = device.tensor(Precision.FLOAT64, 1, 4);
    q.assignRootScaling(f, lanes(m), lanes(s));
    every.assignRootScaling(all, lanes(m), lanes(s));
    assertThat(every.toArray()).doesNotContain(0);
    assertThat(q.toArray()).containsExactly(0, 0, every.toArray()[2], every.toArray()[3]);

    double[] p = {1, -2, 3, 0.5};
    Pulled some = pulled(f, m, s, p);
    Pulled lastTwo = pulled(all, m, s, new double[] {0, 0, 3, 0.5});
    assertThat(pulled(all, m, s, p).mean[0]).isNotZero();
    assertThat(some.mean).isEqualTo(lastTwo.mean);
    assertThat(some.square).isEqualTo(lastTwo.square);
    assertThat(some.sums.direction().value()).isEqualTo(lastTwo.sums.direction().value());
    assertThat(some.sums.relative().value()).isEqualTo(lastTwo.sums.relative().value());
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pulled(RootScaling.Sums sums, double[] mean, double[] square) {}

  private Pulled pulled(RootScaling f, long[] m, long[] s, double[] p) {
    Tensor toM = device.tensor(Precision.FLOAT64, 1, 4);
    Tensor toS = device.tensor(Precision.FLOAT64, 1, 4);
    Tensor adjoint = device.tensor(Precision.FLOAT64, 1, 4);
    adjoint.assign(p);
    RootScaling.Sums sums = toM.addRootScalingAdjoint(f, lanes(m), lanes(s), 0.25, adjoint, toS);
    return new Pulled(sums, toM.toArray(), toS.toArray());
  }

  @ParameterizedTest(name = "seed {0}, s = i * 2^-{1}, eps = {2}")
  @CsvSource({"1, 52, 1e-8", "2, 52, 0", "3, 100, 1e-8", "4, 0, 10", "5, 150, 1e-30"})
  void adjointsAreAddedWithinAFewUnitsOfTheFormula(long seed, int squareBits, double epsilon) {
    Problem problem = Problem.random(seed, squareBits, epsilon);
    Pullback pullback = new Pullback(problem);
    for (int i = 0; i < SIZE; i++) {
      double toM = problem.scale * problem.p[i] * problem.slopeOfMean(i);
      double toS = problem.scale * problem.p[i] * problem.slopeOfSquare(i);
      assertThat(pullback.mean[i])
          .isCloseTo(problem.startM[i] + toM, units(8, problem.startM[i], toM));
      assertThat(pullback.square[i])
          .isCloseTo(problem.startS[i] + toS, units(8, problem.startS[i], toS));
    }
  }

  @ParameterizedTest(name = "seed {0}, eps = {1}")
  @CsvSource({"1, 1e-8", "2, 0", "3, 0.1"})
  void theSumsAreThoseOfTheDirectionsWithoutTheScale(long seed, double epsilon) {
    Problem problem = Problem.random(seed, 52, epsilon);
    RootScaling.Sums sums = new Pullback(problem).sums;
    double[] q = problem.directions();
    double direction = 0;
    double relative = 0;
    double sizeOfDirection = 0;
    double sizeOfRelative = 0;
    for (int i = 0; i < SIZE; i++) {
      double term = problem.p[i] * q[i];
      direction += term;
      sizeOfDirection += Math.abs(term);
      relative += term / problem.below(i);
      sizeOfRelative += Math.abs(term / problem.below(i));
    }
    assertThat(sums.direction().value())
        .isCloseTo(direction, within(SIZE * Math.ulp(sizeOfDirection)));
    assertThat(sums.relative().value())
        .isCloseTo(relative, within(SIZE * Math.ulp(sizeOfRelative)));
  }

  @ParameterizedTest(name = "seed {0}, eps = {1}")
  @CsvSource({"1, 1e-8", "2, 0", "3, 0.1"})
  void adjointsAreTheDerivativesByCentralDifferences(long seed, double epsilon) {
    Problem problem = Problem.random(seed, 52, epsilon).fromZero();
    Pullback pullback = new Pullback(problem);
    double toEpsilon = 0;
    for (int i = 0; i < SIZE; i++) {
      double p = problem.p[i];
      double m = problem.mean(i);
      double s = problem.square(i);
      double weighted = problem.scale * p;
      double byM = weighted * fivePoints(1e-3, x -> problem.direction(m + x, s, epsilon));
      double byS = weighted * fivePoints(1e-3 * s, x -> problem.direction(m, s + x, epsilon));
      toEpsilon += p * derivativeOfEpsilon(problem, i);
      assertThat(pullback.mean[i]).isCloseTo(byM, within(1e-9 * Math.abs(byM)));
      assertThat(pullback.square[i]).isCloseTo(byS, within(1e-9 * Math.abs(byS)));
      // The control: a derivative wrong by a tenth of a per cent is outside.
      assertThat(1.001 * pullback.mean[i]).isNotCloseTo(byM, within(1e-9 * Math.abs(byM)));
    }
    assertThat(-pullback.sums.relative().value())
        .isCloseTo(toEpsilon, within(1e-9 * problem.sizeOfRelative()));
  }

  private static double derivativeOfEpsilon(Problem problem, int i) {
    double h = 1e-3 * problem.below(i);
    return fivePoints(
        h, x -> problem.direction(problem.mean(i), problem.square(i), problem.f.epsilon() + x));
  }

  private static double fivePoints(double h, DoubleUnaryOperator f) {
    return (8 * (f.applyAsDouble(h) - f.applyAsDouble(-h))
            - (f.applyAsDouble(2 * h) - f.applyAsDouble(-2 * h)))
        / (12 * h);
  }

  @ParameterizedTest(name = "eps = {0}")
  @ValueSource(doubles = {0, 0.5})
  void whereTheRootIsZeroOnlyTheMeanOfAPositiveDenominatorHasASlope(double epsilon) {
    RootScaling f = new RootScaling(2, 3, epsilon, 52, 60);
    Tensor toM = row(1, 2, 3);
    Tensor toS = row(4, 5, 6);

    RootScaling.Sums sums =
        toM.addRootScalingAdjoint(
            f,
            lanes(new long[] {1L << 52, 0, -(1L << 52)}),
            lanes(new long[3]),
            0.25,
            row(8, 16, 32),
            toS);

    assertThat(toS.toArray()).containsExactly(4, 5, 6);
    if (epsilon == 0) {
      assertThat(toM.toArray()).containsExactly(1, 2, 3);
      assertSums(sums, 0, 0);
    } else {
      assertThat(toM.toArray()).containsExactly(1 + 8, 2 + 16, 3 + 32);
      assertSums(sums, 4 * (8 - 32), 8 * (8 - 32));
    }
  }

  private static void assertSums(RootScaling.Sums sums, double direction, double relative) {
    assertThat(sums.direction().value()).isEqualTo(direction);
    assertThat(sums.relative().value()).isEqualTo(relative);
  }

  @Test
  void sumsAreThoseOfTheMomentTheyWereAskedFor() {
    RootScaling f = new RootScaling(2, 3, 0.5, 52, 60);
    Tensor p = row(8, 16, 32);
    Tensor toM = row(1, 2, 3);
    Lanes m = lanes(new long[] {1L << 52, 0, -(1L << 52)});
    RootScaling.Sums sums =
        toM.addRootScalingAdjoint(f, m, lanes(new long[3]), 0.25, p, row(4, 5, 6));
    p.fill(Double.NaN);
    toM.fill(0);
    m.clear();
    assertSums(sums, 4 * (8 - 32), 8 * (8 - 32));
  }

  @Test
  void whatIsReadIsNotModified() {
    Problem problem = Problem.random(1, 52, 1e-8);
    Lanes m = lanes(problem.m);
    Lanes s = lanes(problem.s);
    Tensor p = tensor(problem.p);

    tensor().assignRootScaling(problem.f, m, s);
    tensor().addRootScalingAdjoint(problem.f, m, s, 2, p, tensor());

    assertThat(m.toArray()).isEqualTo(problem.m);
    assertThat(s.toArray()).isEqualTo(problem.s);
    assertThat(p.toArray()).isEqualTo(problem.p);
  }

  @Test
  void sizesThatDifferAreRefused() {
    RootScaling f = new RootScaling(1, 1, 0, 52, 52);
    Tensor t = row(1, 2, 3);
    Tensor other = row(1, 2);
    Lanes three = device.lanes(3);
    Lanes two = device.lanes(2);
    assertRefused(() -> t.assignRootScaling(f, two, three));
    assertRefused(() -> t.assignRootScaling(f, three, two));
    assertRefused(() -> t.addRootScalingAdjoint(f, two, three, 1, row(1, 2, 3), row(1, 2, 3)));
    assertRefused(() -> t.addRootScalingAdjoint(f, three, two, 1, row(1, 2, 3), row(1, 2, 3)));
    assertRefused(() -> t.addRootScalingAdjoint(f, three, three, 1, other, row(1, 2, 3)));
    assertRefused(() -> t.addRootScalingAdjoint(f, three, three, 1, row(1, 2, 3), other));
  }

  private static void assertRefused(Runnable call) {
    assertThatIllegalArgumentException().isThrownBy(call::run);
  }

  private static Offset<Double> units(int units, double... terms) {
    return within(units * Math.ulp(Arrays.stream(terms).map(Math::abs).sum()));
  }

  private Tensor tensor(double... values) {
    Tensor tensor = device.tensor(Precision.FLOAT64, ROWS, COLS);
    if (values.length > 0) {
      tensor.assign(values);
    }
    return tensor;
  }

  private Tensor row(double... values) {
    Tensor tensor = device.tensor(Precision.FLOAT64, 1, values.length);
    tensor.assign(values);
    return tensor;
  }

  private Lanes lanes(long[] values) {
    Lanes lanes = device.lanes(values.length);
    lanes.assign(values);
    return lanes;
  }

  /** What a device makes of a problem. */
  private final class Pullback {

    final double[] mean;
    final double[] square;
    final RootScaling.Sums sums;

    Pullback(Problem problem) {
      Tensor toM = tensor(problem.startM);
      Tensor toS = tensor(problem.startS);
      sums =
          toM.addRootScalingAdjoint(
              problem.f, lanes(problem.m), lanes(problem.s), problem.scale, tensor(problem.p), toS);
      mean = toM.toArray();
      square = toS.toArray();
    }
  }

  /** The formula in plain doubles. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Problem(
      RootScaling f,
      long[] m,
      long[] s,
      double scale,
      double[] p,
      double[] startM,
      double[] startS) {

    static Problem random(long seed, int squareBits, double epsilon) {
      Samples samples = new Samples(seed);
      RootScaling f =
          new RootScaling(samples.uniform(1, 10), samples.uniform(1, 100), epsilon, 52, squareBits);
      long[] s = samples.below(SIZE, (1L << 60) - 1);
      return new Problem(
          f,
          samples.longs(SIZE, 60),
          Arrays.stream(s).map(v -> v + 1).toArray(),
          samples.uniform(-2, 2),
          samples.gaussians(SIZE),
          samples.gaussians(SIZE),
          samples.gaussians(SIZE));
    }

    Problem fromZero() {
      return new Problem(f, m, s, scale, p, new double[SIZE], new double[SIZE]);
    }

    double mean(int i) {
      return m[i] * Math.scalb(1.0, -f.numeratorBits());
    }

    double square(int i) {
      return s[i] * Math.scalb(1.0, -f.squareBits());
    }

    double root(int i) {
      return Math.sqrt(f.squareFactor() * square(i));
    }

    double below(int i) {
      return root(i) + f.epsilon();
    }

    double direction(double mean, double square, double epsilon) {
      return f.numeratorFactor() * mean / (Math.sqrt(f.squareFactor() * square) + epsilon);
    }

    double[] directions() {
      double[] q = new double[SIZE];
      Arrays.setAll(q, i -> direction(mean(i), square(i), f.epsilon()));
      return q;
    }

    double slopeOfMean(int i) {
      return f.numeratorFactor() / below(i);
    }

    double slopeOfSquare(int i) {
      double q = f.numeratorFactor() * mean(i) / below(i);
      return -q / below(i) * f.squareFactor() / (2 * root(i));
    }

    double sizeOfRelative() {
      double sum = 0;
      for (int i = 0; i < SIZE; i++) {
        sum += Math.abs(p[i] * f.numeratorFactor() * mean(i) / below(i) / below(i));
      }
      return sum;
    }
  }
}
