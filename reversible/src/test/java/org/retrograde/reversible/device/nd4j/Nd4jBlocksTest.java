package org.retrograde.reversible.device.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Coins;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Heads;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Windows;

/** What is particular to ND4J in kernels on blocks and windows, against the host device. */
final class Nd4jBlocksTest {

  /** Returns what a kernel leaves, on a device whose samples begin anew. */
  private static double[] left(
      String device, Precision precision, BiFunction<Device, Samples, Tensor> kernel) {
    try (Device opened = Devices.open(device, precision, 1)) {
      return kernel.apply(opened, new Samples(20261130)).toArray();
    }
  }

  private static void assertSameBits(
      Precision precision, BiFunction<Device, Samples, Tensor> kernel) {
    assertThat(left("nd4j", precision, kernel)).isEqualTo(left("host", precision, kernel));
  }

  private static Tensor random(Device device, Samples samples, int rows, int cols) {
    Tensor tensor = device.tensor(rows, cols);
    tensor.assign(samples.gaussians(rows * cols));
    return tensor;
  }

  private static Tensor addedToRows(Device device, Samples samples, boolean backwards) {
    int rows = 500;
    double[] from = samples.gaussians(rows * 3);
    double[] at = new double[rows];
    for (int i = 0; i < rows; i++) {
      at[i] = i * i % 7;
    }
    if (backwards) {
      for (int i = 0; i < rows / 2; i++) {
        int j = rows - 1 - i;
        swap(at, i, j);
        for (int k = 0; k < 3; k++) {
          swap(from, i * 3 + k, j * 3 + k);
        }
      }
    }
    Tensor table = device.tensor(7, 3);
    Tensor added = device.tensor(rows, 3);
    Tensor numbers = device.tensor(rows, 1);
    added.assign(from);
    numbers.assign(at);
    table.addToRowsAt(added, numbers);
    return table;
  }

  private static void swap(double[] values, int i, int j) {
    double value = values[i];
    values[i] = values[j];
    values[j] = value;
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void rowsAreAddedInTheirOrder(Precision precision) {
    assertSameBits(precision, (device, samples) -> addedToRows(device, samples, false));
    assertThat(left("nd4j", precision, (device, samples) -> addedToRows(device, samples, true)))
        .isNotEqualTo(
            left("nd4j", precision, (device, samples) -> addedToRows(device, samples, false)));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void pixelsAreAddedToInTheOrderOfTheirWindows(Precision precision) {
    Windows w = new Windows(9, 8, 4, 1, 2);
    assertSameBits(
        precision,
        (device, samples) -> {
          Tensor images = random(device, samples, 3 * w.pixels(), 2);
          images.addPatches(random(device, samples, 3 * w.count(), 2 * w.area()), w);
          return images;
        });
    assertSameBits(
        precision,
        (device, samples) -> {
          Tensor images = random(device, samples, 3 * w.pixels(), 2);
          images.addWindowMeans(random(device, samples, 3 * w.count(), 2), w);
          return images;
        });
    assertSameBits(
        precision,
        (device, samples) -> {
          Tensor images = random(device, samples, 3 * w.pixels(), 2);
          Tensor held = random(device, samples, 3 * w.count(), 2);
          images.addAtWindowMax(random(device, samples, 3 * w.pixels(), 2), w, held);
          return images;
        });
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void theLargestIsFoundAmongInfinitiesAndWhatIsNoNumber(Precision precision) {
    Windows w = new Windows(3, 3, 3, 2, 1);
    double inf = Double.POSITIVE_INFINITY;
    double[][] images = {
      {1, inf, 2, Double.NaN, inf, 3, 4, 5, inf},
      {-inf, -inf, -inf, -inf, -inf, -inf, -inf, -inf, -inf},
      {-0.0, 0, -1, Double.NaN, 0, Double.NaN, 1, 2, -inf}
    };
    for (double[] image : images) {
      assertSameBits(
          precision,
          (device, samples) -> {
            Tensor x = device.tensor(9, 1);
            x.assign(image);
            Tensor made = device.tensor(4, 1);
            made.assignAtWindowMax(x, w, random(device, samples, 9, 1));
            return made;
          });
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1e-3", "-1, 0.1", "-9223372036854775808, 0.999999", "123456789012345, 0.5"})
  void coinsHaveTheBitsOfTheirFunction(long seed, double keep) {
    int size = 100_000;
    try (Device device = Devices.open("nd4j", Precision.FLOAT32, 1)) {
      Tensor kept = device.tensor(1, size);
      kept.fill(1);
      kept.assignKept(1, kept, keep, seed);
      double[] expected = new double[size];
      for (int i = 0; i < size; i++) {
        expected[i] = Coins.bits(seed, i) >>> 11 < Coins.bound(keep) ? 1 : 0;
      }
      assertThat(kept.toArray()).isEqualTo(expected);
    }
  }

  @Test
  void whatIsDroppedOrHiddenIsZeroEvenIfItIsNoNumber() {
    try (Device device = Devices.open("nd4j", Precision.FLOAT64, 1)) {
      Tensor x = device.tensor(2, 2);
      x.fill(Double.NaN);
      x.assignKept(1, x, 1e-9, 5);
      assertThat(x.toArray()).containsOnly(0);
      x.fill(Double.NaN);
      x.assignCausalSoftmax(x, 2);
      assertThat(x.toArray()).isEqualTo(new double[] {Double.NaN, 0, Double.NaN, Double.NaN});
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 1, 1, 1", "2, 1, 1, 1, 1, 5, 3", "1, 3, 3, 3, 4, 1, 1", "3, 6, 2, 3, 2, 3, 4",
    "2, 2, 6, 3, 3, 2, 1", "2, 12, 4, 6, 1, 1, 2", "1, 1, 4, 2, 2, 2, 2", "4, 3, 1, 1, 1, 4, 1"
  })
  void headProductsOfEveryShapeAreTheHosts(
      int sequences, int to, int left, int right, int m, int n, int k) {
    Heads heads = new Heads(sequences, to, left, right);
    for (Precision precision : Precision.values()) {
      for (int transposed = 0; transposed < 4; transposed++) {
        boolean a = (transposed & 1) != 0;
        boolean b = (transposed & 2) != 0;
        BiFunction<Device, Samples, Tensor> kernel =
            (device, samples) -> {
              Tensor x = random(device, samples, sequences * (a ? k : m), left * (a ? m : k));
              Tensor y = random(device, samples, sequences * (b ? n : k), right * (b ? k : n));
              Tensor sum = random(device, samples, sequences * m, to * n);
              sum.assignHeadProducts(0.3, x, a, y, b, 1, heads);
              return sum;
            };
        double[] expected = left("host", precision, kernel);
        double[] found = left("nd4j", precision, kernel);
        double unit = precision == Precision.FLOAT32 ? 0x1p-19 : 0x1p-48;
        for (int i = 0; i < expected.length; i++) {
          assertThat(found[i]).as("element %d", i).isCloseTo(expected[i], within(unit));
        }
      }
    }
  }
}
