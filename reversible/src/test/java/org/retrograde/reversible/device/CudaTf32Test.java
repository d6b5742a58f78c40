package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.cuda.CudaDevices;

/** Matrix products of device {@code cuda} in TF32 beside those in float32. */
final class CudaTf32Test {

  private static final int M = 40;
  private static final int K = 30;
  private static final int N = 20;

  private static final DeviceSettings TF32 =
      new DeviceSettings(Precision.FLOAT32, 1, Products.TF32);

  private static double[] product(DeviceSettings settings, double[] a, double[] b) {
    try (Device device = Devices.open(CudaDevices.NAME, settings)) {
      Tensor left = device.tensor(M, K);
      left.assign(a);
      Tensor right = device.tensor(K, N);
      right.assign(b);
      Tensor product = device.tensor(M, N);
      product.assignMatrixProduct(1, left, false, right, false, 0);
      return product.toArray();
    }
  }

  /** Returns the largest error of an entry, relative to the sum of its terms' sizes. */
  private static double error(double[] product, double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < N; j++) {
        double sum = 0;
        double size = 0;
        for (int l = 0; l < K; l++) {
          double term = (double) (float) a[i * K + l] * (float) b[l * N + j];
          sum += term;
          size += Math.abs(term);
        }
        largest = Math.max(largest, Math.abs(product[i * N + j] - sum) / size);
      }
    }
    return largest;
  }

  @Test
  void factorsOfTf32AreRoundedToElevenBits() {
    Samples samples = new Samples(1);
    double[] a = samples.gaussians(M * K);
    double[] b = samples.gaussians(K * N);
    double unit = 0x1p-11;
    assertThat(error(product(TF32, a, b), a, b)).isBetween(unit / 8, 2 * unit + 0x1p-16);
    assertThat(error(product(new DeviceSettings(Precision.FLOAT32, 1), a, b), a, b))
        .isLessThan(0x1p-20);
  }

  @Test
  void factorsOfElevenBitsAreTakenAsTheyAre() {
    Samples samples = new Samples(2);
    double[] a = Arrays.stream(samples.below(M * K, 2048)).asDoubleStream().toArray();
    double[] b = new double[K * N];
    Arrays.setAll(b, i -> i % (N + 1) == 0 ? 1 : 0);
    assertThat(product(TF32, a, b))
        .isEqualTo(product(new DeviceSettings(Precision.FLOAT32, 1), a, b));
  }

  @Test
  void theDeviceSaysWhichProductsItHas() {
    try (Device device = Devices.open(CudaDevices.NAME, TF32)) {
      assertThat(device.describe().get("BLAS")).endsWith("TF32 products");
    }
    try (Device device = Devices.open(CudaDevices.NAME, Precision.FLOAT32, 1)) {
      assertThat(device.describe().get("BLAS")).endsWith("no TF32");
    }
  }

  @ParameterizedTest
  @CsvSource({"host, 'float32, onednn, openblas'", "nd4j, float32"})
  void otherDevicesRefuseTf32(String name, String products) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Devices.open(name, TF32))
        .withMessage("device %s has no products in tf32; it has: %s", name, products);
  }

  @Test
  void doublesAreNotMultipliedInTf32() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeviceSettings(Precision.FLOAT64, 1, Products.TF32))
        .withMessageContaining("need precision float32, got FLOAT64");
  }
}
