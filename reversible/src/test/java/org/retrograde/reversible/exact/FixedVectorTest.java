package org.retrograde.reversible.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

final class FixedVectorTest {

  private static final int LENGTH = 40;

  private final Device device = Devices.open("host", Precision.FLOAT64, 1);

  @AfterEach
  void close() {
    device.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void addingAndSubtractingTheSameRealsCancelsEveryBit(long seed) {
    Samples samples = new Samples(seed);
    FixedVector x = random(samples, 56);
    FixedVector v = random(samples, 52);
    Tensor wide = tensor(Precision.FLOAT64, samples.gaussians(LENGTH));
    Tensor narrow = tensor(Precision.FLOAT32, samples.gaussians(LENGTH));
    long[] start = x.lanes().toArray();
    double scale = samples.uniform(-1, 1);

    x.addScaled(scale, v);
    x.addScaled(-0.3, wide);
    x.addScaled(1e-5, narrow);
    assertThat(x.lanes().toArray()).isNotEqualTo(start);

    x.addScaled(-1e-5, narrow);
    x.addScaled(0.3, wide);
    x.addScaled(-scale, v);
    assertThat(x.lanes().toArray()).isEqualTo(start);
  }

  @Test
  void theSameSumsInDoublesDoNotCancel() {
    double[] start = new Samples(1).gaussians(LENGTH);
    double[] x = start.clone();
    for (int i = 0; i < LENGTH; i++) {
      x[i] += 0.3 * start[(i + 1) % LENGTH];
      x[i] -= 0.3 * start[(i + 1) % LENGTH];
    }
    assertThat(x).isNotEqualTo(start);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void sumsOfBothFractionsAreWithinTheCoarserResolution(long seed) {
    Samples samples = new Samples(seed);
    for (int[] bits : new int[][] {{56, 52}, {52, 56}}) {
      FixedVector x = random(samples, bits[0]);
      FixedVector v = random(samples, bits[1]);
      double[] before = real(x);
      double[] addend = real(v);
      x.addScaled(-0.7, v);
      double[] after = real(x);
      for (int i = 0; i < LENGTH; i++) {
        assertThat(after[i]).isCloseTo(before[i] - 0.7 * addend[i], within(4 * 0x1p-52));
      }
    }
  }

  @Test
  void realsAreTruncatedTowardZero() {
    FixedVector x = new FixedVector(device, "velocity", 3, 1);
    x.addScaled(1, tensor(Precision.FLOAT64, 0.99, -0.99, 2.5));
    assertThat(x.lanes().toArray()).containsExactly(1, -1, 5);
    assertThat(real(x)).containsExactly(0.5, -0.5, 2.5);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {2048, -2049, 1e200, Double.NaN, Double.NEGATIVE_INFINITY})
  void whatDoesNotFitIsNamedAsARealNumber(double value) {
    FixedVector x = new FixedVector(device, "velocity", 3, FixedVector.DEFAULT_FRACTION_BITS);

    FixedRangeException refusal =
        catchThrowableOfType(
            FixedRangeException.class,
            () -> x.addScaled(1, tensor(Precision.FLOAT64, 2047, value, 0)));

    assertThat(refusal.vector()).isEqualTo("velocity");
    assertThat(refusal.value()).isEqualTo((Double) value);
    assertThat(refusal).hasMessageContaining("the velocity cannot hold " + value);
  }

  @Test
  void aSumThatDoesNotFitIsNamedAsARealNumber() {
    FixedVector x = new FixedVector(device, "position", 2, FixedVector.DEFAULT_FRACTION_BITS);
    FixedVector v = new FixedVector(device, "velocity", 2, 50);
    v.addScaled(1, tensor(Precision.FLOAT64, 0, 1500));
    x.addScaled(1, v);

    FixedRangeException refusal =
        catchThrowableOfType(FixedRangeException.class, () -> x.addScaled(1, v));

    assertThat(refusal.vector()).isEqualTo("position");
    assertThat(refusal.value()).isEqualTo(3000);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void squaresAreAddedToTheResolutionAndCancelEveryBit(long seed) {
    Samples samples = new Samples(seed);
    FixedVector s = random(samples, 50);
    double[] before = real(s);
    long[] start = s.lanes().toArray();
    Tensor g = tensor(Precision.FLOAT32, samples.gaussians(LENGTH));
    double[] gradient = g.toArray();

    s.addScaledSquare(0.1, g);
    double[] after = real(s);
    for (int i = 0; i < LENGTH; i++) {
      double expected = before[i] + 0.1 * gradient[i] * gradient[i];
      assertThat(after[i]).isCloseTo(expected, within(2 * 0x1p-50));
    }

    s.addScaledSquare(-0.1, g);
    assertThat(s.lanes().toArray()).isEqualTo(start);
  }

  @Test
  void aSquareThatDoesNotFitIsNamedAsARealNumber() {
    FixedVector s = new FixedVector(device, "mean squared gradient", 3, 52);

    FixedRangeException refusal =
        catchThrowableOfType(
            FixedRangeException.class,
            () -> s.addScaledSquare(0.5, tensor(Precision.FLOAT32, 1, -32, -128)));

    assertThat(refusal.vector()).isEqualTo("mean squared gradient");
    assertThat(refusal.value()).isEqualTo(8192);
  }

  @ParameterizedTest(name = "{0} fraction bits")
  @ValueSource(ints = {-512, -40, 0, 63, 512})
  void unitsMayBeFarFromOne(int fractionBits) {
    FixedVector s = new FixedVector(device, "s", 2, 1);
    s.setFractionBits(fractionBits);
    s.addScaledSquare(Math.scalb(1.0, -fractionBits), tensor(Precision.FLOAT64, 3, -5));
    assertThat(s.fractionBits()).isEqualTo(fractionBits);
    assertThat(s.lanes().toArray()).containsExactly(9, 25);
    assertThat(real(s))
        .containsExactly(Math.scalb(9.0, -fractionBits), Math.scalb(25.0, -fractionBits));
  }

  @ParameterizedTest(name = "by {0} bits")
  @ValueSource(ints = {0, 1, 24, 25, 48, 60})
  void aCoarserUnitKeepsTheValueAndRefiningReturns(int bits) {
    FixedVector v = random(new Samples(bits), 52);
    InformationBuffer buffer = new InformationBuffer(device, LENGTH);
    buffer.keep(SpillSpace.inMemory());
    long[] start = v.lanes().toArray();
    double[] before = real(v);

    v.coarsen(bits, buffer);
    assertThat(v.fractionBits()).isEqualTo(52 - bits);
    assertThat(real(v)).containsExactly(before, within(Math.scalb(1.0, bits - 52)));
    assertThat(buffer.memory().entropyLimit()).isEqualTo((double) LENGTH * bits);

    v.refine(bits, buffer);
    assertThat(v.fractionBits()).isEqualTo(52);
    assertThat(v.lanes().toArray()).isEqualTo(start);
    assertThat(buffer.isEmpty()).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void decayMultipliesAndUndecayReturns(long seed) {
    FixedVector v = random(new Samples(seed), 52);
    InformationBuffer buffer = new InformationBuffer(device, LENGTH);
    buffer.keep(SpillSpace.inMemory());
    long[] start = v.lanes().toArray();
    double[] before = real(v);
    Ratio ratio = Ratio.of(0.9);

    v.decay(ratio, buffer);
    double[] after = real(v);
    for (int i = 0; i < LENGTH; i++) {
      // The digits below 2^-36 are replaced by older ones.
      assertThat(after[i]).isCloseTo(ratio.value() * before[i], within(0x1p-36));
    }

    v.undecay(ratio, buffer);
    assertThat(v.lanes().toArray()).isEqualTo(start);
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void dotIsThatOfTheRealNumbers() {
    FixedVector x = new FixedVector(device, "velocity", 3, 56);
    x.addScaled(1, tensor(Precision.FLOAT64, 1, -2, 0.5));
    assertThat(x.dot(tensor(Precision.FLOAT64, 3, 0.25, 8)).value()).isEqualTo(6.5);
    assertThat(x.dot(tensor(Precision.FLOAT32, 3, 0.25, 8)).value()).isEqualTo(6.5);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {513, -513})
  void fractionsOutOfRangeAreRefused(int fractionBits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FixedVector(device, "velocity", 1, fractionBits))
        .withMessageContaining("got " + fractionBits);
    FixedVector vector = new FixedVector(device, "velocity", 1, 52);
    assertThatIllegalArgumentException().isThrownBy(() -> vector.setFractionBits(fractionBits));
    assertThat(vector.fractionBits()).isEqualTo(52);
  }

  private FixedVector random(Samples samples, int fractionBits) {
    FixedVector vector = new FixedVector(device, "velocity", LENGTH, fractionBits);
    vector.addScaled(1, tensor(Precision.FLOAT64, samples.gaussians(LENGTH)));
    return vector;
  }

  private double[] real(FixedVector vector) {
    Tensor tensor = device.tensor(1, vector.lanes().length());
    vector.copyTo(tensor);
    return tensor.toArray();
  }

  private Tensor tensor(Precision precision, double... values) {
    Tensor tensor = device.tensor(precision, 1, values.length);
    tensor.assign(values);
    return tensor;
  }
}
