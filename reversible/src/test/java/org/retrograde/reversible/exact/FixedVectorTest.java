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
import org.retrograde.reversible.device.LaneRangeException;
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
    FixedVector x = new FixedVector(device, 3, 1);
    x.addScaled(1, tensor(Precision.FLOAT64, 0.99, -0.99, 2.5));
    assertThat(x.lanes().toArray()).containsExactly(1, -1, 5);
    assertThat(real(x)).containsExactly(0.5, -0.5, 2.5);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {2048, -2049, 1e200, Double.NaN, Double.NEGATIVE_INFINITY})
  void whatDoesNotFitIsNamedAsARealNumber(double value) {
    FixedVector x = new FixedVector(device, 3, FixedVector.DEFAULT_FRACTION_BITS);

    LaneRangeException refusal =
        catchThrowableOfType(
            LaneRangeException.class,
            () -> x.addScaled(1, tensor(Precision.FLOAT64, 2047, value, 0)));

    assertThat(refusal.lane()).isEqualTo(1);
    assertThat(x.realValue(refusal)).isEqualTo((Double) value);
  }

  @Test
  void aSumThatDoesNotFitIsNamedAsARealNumber() {
    FixedVector x = new FixedVector(device, 2, FixedVector.DEFAULT_FRACTION_BITS);
    FixedVector v = new FixedVector(device, 2, 50);
    v.addScaled(1, tensor(Precision.FLOAT64, 0, 1500));
    x.addScaled(1, v);

    LaneRangeException refusal =
        catchThrowableOfType(LaneRangeException.class, () -> x.addScaled(1, v));

    assertThat(refusal.lane()).isEqualTo(1);
    assertThat(x.realValue(refusal)).isEqualTo(3000);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void decayMultipliesAndUndecayReturns(long seed) {
    FixedVector v = random(new Samples(seed), 52);
    InformationBuffer buffer = new InformationBuffer(device, LENGTH);
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
    FixedVector x = new FixedVector(device, 3, 56);
    x.addScaled(1, tensor(Precision.FLOAT64, 1, -2, 0.5));
    assertThat(x.dot(tensor(Precision.FLOAT64, 3, 0.25, 8))).isEqualTo(6.5);
    assertThat(x.dot(tensor(Precision.FLOAT32, 3, 0.25, 8))).isEqualTo(6.5);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {0, 63, -1})
  void fractionsOutOfRangeAreRefused(int fractionBits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FixedVector(device, 1, fractionBits))
        .withMessageContaining("got " + fractionBits);
  }

  private FixedVector random(Samples samples, int fractionBits) {
    FixedVector vector = new FixedVector(device, LENGTH, fractionBits);
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
