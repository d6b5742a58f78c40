package org.retrograde.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.nd4j.Nd4jDevice;

final class DeviceBatchesTest {

  private static final int SIZE = DeviceBatches.WINDOW_NUMBERS / 4;
  private static final int STEPS = 10;

  /** Windows of four steps, the last one short. */
  private static BatchPlan plan() {
    return BatchPlans.withReplacement(1, 9, STEPS, SIZE);
  }

  @Test
  void everyWindowHasTheRowsOfItsStepsInEitherDirection() {
    try (Nd4jDevice device = (Nd4jDevice) Devices.open("nd4j", Precision.FLOAT32, 1)) {
      DeviceBatches batches = new DeviceBatches(device, plan());
      List<Integer> visits = List.of(0, 3, 4, 9, 8, 7, 4, 3, 0, 9);
      for (int step : visits) {
        // AssertJ makes an object of each of the million numbers.
        assertThat(Arrays.equals(batches.at(step).toArray(), plan().at(step))).isTrue();
      }
    }
  }

  @Test
  void stepsWithinAWindowCopyNothing() {
    try (Nd4jDevice device = (Nd4jDevice) Devices.open("nd4j", Precision.FLOAT32, 1)) {
      BatchPlan plan = BatchPlans.epochs(1, 60, STEPS, 6);
      DeviceBatches batches = new DeviceBatches(device, plan);
      long before = device.transfers();
      assertThat(before).isEqualTo(STEPS); // all of a short run at once
      IntStream.range(0, STEPS).forEach(batches::at);
      IntStream.range(0, STEPS).forEach(back -> batches.at(STEPS - 1 - back));
      assertThat(device.transfers()).isEqualTo(before);
    }
  }

  @Test
  void enteringAWindowCopiesItsStepsAlone() {
    try (Nd4jDevice device = (Nd4jDevice) Devices.open("nd4j", Precision.FLOAT32, 1)) {
      BatchPlan plan =
          BatchPlans.of(
              IntStream.range(0, STEPS)
                  .mapToObj(t -> IntStream.range(t, t + SIZE).toArray())
                  .toList());
      DeviceBatches batches = new DeviceBatches(device, plan);
      assertThat(device.transfers()).isEqualTo(4);
      batches.at(8);
      assertThat(device.transfers()).isEqualTo(4 + 2);
      batches.at(7);
      assertThat(device.transfers()).isEqualTo(4 + 2 + 4);
    }
  }
}
