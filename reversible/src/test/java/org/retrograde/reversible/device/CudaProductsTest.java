package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.cuda.CudaDevices;

/** Matrix products of device {@code cuda}, which a library computes. */
final class CudaProductsTest {

  private static final int REPEATS = Integer.getInteger("retrograde.test.repeats", 10);
  private static final int SIZE = Integer.getInteger("retrograde.test.product", 40);

  /** What going back needs of a gradient; other work between, so that the card is never idle. */
  @Test
  void aProductRepeatsItsBitsWhateverIsDoneBetween() {
    try (Device device = Devices.open(CudaDevices.NAME, Precision.FLOAT32, 1)) {
      Samples samples = new Samples(11);
      Tensor a = tensor(device, samples, SIZE, SIZE);
      Tensor b = tensor(device, samples, SIZE, SIZE);
      Tensor thin = tensor(device, samples, SIZE, 10);
      Tensor first = device.tensor(SIZE, SIZE);
      first.assignMatrixProduct(1, a, true, b, false, 0);
      assertThat(first.maxAbs().value()).isPositive();
      Tensor again = device.tensor(SIZE, SIZE);
      Tensor other = device.tensor(SIZE, 10);
      Lanes lanes = device.lanes(SIZE * SIZE);
      for (int i = 1; i <= REPEATS; i++) {
        for (int between = 0; between < i % 5; between++) {
          other.assignMatrixProduct(1, a, false, thin, false, 0);
          lanes.addTruncated(0x1p30, again);
        }
        again.assignMatrixProduct(1, a, true, b, false, 0);
        again.addScaled(-1, first);
        assertThat(again.maxAbs().value()).as("repeat %d", i).isZero();
      }
    }
  }

  private static Tensor tensor(Device device, Samples samples, int rows, int cols) {
    Tensor tensor = device.tensor(rows, cols);
    tensor.assign(samples.gaussians(rows * cols));
    return tensor;
  }
}
