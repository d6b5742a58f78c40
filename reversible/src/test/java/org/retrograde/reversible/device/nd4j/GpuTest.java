package org.retrograde.reversible.device.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.LaneHash;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.device.Words;

/**
 * What a graphics card must show beyond the contracts of the device, which run on it too under the
 * Maven profile {@code cuda}. Skipped elsewhere, with the reason.
 */
@Tag("gpu")
final class GpuTest {

  private static final int LENGTH = 1 << 20;

  @BeforeEach
  void skipWithoutACard() {
    Card.assumeInUse(GpuTest.class);
  }

  @Test
  void theDeviceNamesTheCardItRunsOn() {
    try (Device device = Devices.open("nd4j", Precision.FLOAT32, 1)) {
      assertThat(device.describe().get("GPU")).contains("device nd4j runs on it");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aMillionLanesHaveTheBitsOfTheHostAndReturn(long seed) {
    try (Device card = Devices.open("nd4j", Precision.FLOAT32, 1);
        Device host = Devices.open("host", Precision.FLOAT32, 1)) {
      assertThat(hashOfDecays(card, seed)).isEqualTo(hashOfDecays(host, seed));
    }
  }

  /** Decays, adds and spills, checks that all of it can be undone, returns a hash from midway. */
  private static long hashOfDecays(Device device, long seed) {
    Samples samples = new Samples(seed);
    Lanes lanes = device.lanes(LENGTH);
    Lanes heads = device.lanes(LENGTH);
    Words words = device.words(LENGTH);
    Tensor gradient = device.tensor(1 << 10, 1 << 10);
    lanes.assign(samples.longs(LENGTH, 60));
    gradient.assign(samples.gaussians(LENGTH));
    long start = lanes.hash();

    lanes.decay(58982, 16, heads);
    lanes.addTruncated(0x1p45, gradient);
    heads.spill(words);
    lanes.decay(30000, 16, heads);
    long hash = LaneHash.combine(lanes.hash(), heads.hash());

    lanes.undecay(30000, 16, heads);
    heads.unspill(words);
    lanes.addTruncated(-0x1p45, gradient);
    lanes.undecay(58982, 16, heads);
    assertThat(lanes.hash()).isEqualTo(start);
    assertThat(heads.countBelow(1)).isEqualTo(LENGTH);
    return hash;
  }
}
