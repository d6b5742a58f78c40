package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;

/** Integer kernels have the same bits on both devices, failures included. */
final class DevicesAgreeTest {

  private static final int LENGTH = 1000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void aLongMixOfIntegerKernelsLeavesTheSameBits(long seed) {
    assertThat(run("nd4j", seed)).isEqualTo(run("host", seed));
  }

  /** Returns the hashes after every round. */
  private static long[] run(String name, long seed) {
    Samples samples = new Samples(seed);
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      Lanes lanes = device.lanes(LENGTH);
      Lanes heads = device.lanes(LENGTH);
      WordStack words = device.wordStack(LENGTH);
      lanes.assign(samples.longs(LENGTH, 62));
      Tensor addend = device.tensor(100, 10);
      long[] hashes = new long[60];
      for (int round = 0; round < hashes.length; round++) {
        long numerator = samples.integer(1, 1 << 16);
        addend.assign(samples.gaussians(LENGTH));
        heads.assign(samples.below(LENGTH, 1L << 46));
        lanes.decay(numerator, 16, heads);
        words.push(heads);
        lanes.addTruncated(Math.scalb(samples.uniform(-1, 1), 50), addend);
        lanes.addTruncated(0.01, heads);
        hashes[round] = LaneHash.combine(lanes.hash(), heads.hash());
      }
      return hashes;
    }
  }
}
