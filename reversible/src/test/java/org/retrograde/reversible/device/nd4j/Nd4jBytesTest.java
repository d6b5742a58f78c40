package org.retrograde.reversible.device.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;

/** Memory outside the heap is that of the arrays, whatever the process has resident. */
final class Nd4jBytesTest {

  private static final int LENGTH = 1 << 18;

  private static final int PATIENCE = 200;

  @Test
  void arraysCountFromTheirMakingUntilTheyAreCollected() throws InterruptedException {
    try (Device device = Devices.open(Nd4jDevice.NAME, Precision.FLOAT32, 1)) {
      long before = device.nativeBytes();
      List<Object> arrays = new ArrayList<>();
      arrays.add(device.tensor(1, LENGTH));
      arrays.add(device.lanes(LENGTH));
      arrays.add(device.words(LENGTH));
      long bytes = (long) LENGTH * (Float.BYTES + Long.BYTES + Short.BYTES);
      assertThat(device.nativeBytes() - before).isEqualTo(bytes);
      assertThat(arrays).hasSize(3);
      arrays.clear();
      for (int i = 0; i < PATIENCE && device.nativeBytes() > before; i++) {
        System.gc();
        Thread.sleep(10);
      }
      assertThat(device.nativeBytes()).isEqualTo(before);
    }
  }
}
