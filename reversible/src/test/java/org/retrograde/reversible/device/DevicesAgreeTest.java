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

  /** Real kernels promise no more than a bound, but these are single operations of IEEE 754. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void adaptiveDirectionsHaveTheSameBits(long seed) {
    assertThat(directions("nd4j", seed)).isEqualTo(directions("host", seed));
  }

  private static double[] directions(String name, long seed) {
    Samples samples = new Samples(seed);
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      Lanes mean = device.lanes(100 * LENGTH);
      Lanes square = device.lanes(100 * LENGTH);
      mean.assign(samples.longs(100 * LENGTH, 62));
      square.assign(samples.below(100 * LENGTH, 1L << samples.integer(1, 62)));
      RootScaling f =
          new RootScaling(
              samples.uniform(1, 10),
              samples.uniform(1, 1000),
              1e-8 * samples.integer(0, 1),
              52,
              samples.integer(-100, 100),
              (1L << samples.integer(0, 60)) * samples.integer(0, 1));
      Tensor direction = device.tensor(Precision.FLOAT64, 1, 100 * LENGTH);
      direction.assignRootScaling(f, mean, square);
      return direction.toArray();
    }
  }

  /** Returns the hashes after every round. */
  private static long[] run(String name, long seed) {
    Samples samples = new Samples(seed);
    try (Device device = Devices.open(name, Precision.FLOAT32, 1)) {
      Lanes lanes = device.lanes(LENGTH);
      Lanes heads = device.lanes(LENGTH);
      Lanes squares = device.lanes(LENGTH);
      Words words = device.words(LENGTH);
      lanes.assign(samples.longs(LENGTH, 62));
      Tensor addend = device.tensor(100, 10);
      long[] hashes = new long[60];
      for (int round = 0; round < hashes.length; round++) {
        long numerator = samples.integer(1, 1 << 16);
        addend.assign(samples.gaussians(LENGTH));
        heads.assign(samples.below(LENGTH, 1L << 46));
        lanes.decay(numerator, 16, heads);
        heads.spill(words);
        squares.decay(numerator, 16, heads);
        heads.spill(words);
        lanes.addTruncated(Math.scalb(samples.uniform(-1, 1), 50), addend);
        lanes.addTruncated(0.01, heads);
        squares.addTruncatedSquare(Math.scalb(samples.uniform(0, 1), 50), addend);
        hashes[round] = LaneHash.combine(lanes.hash(), squares.hash());
        heads.unspill(words);
        hashes[round] =
            LaneHash.combine(hashes[round], heads.hash() + squares.countBelow(1L << 50));
      }
      return hashes;
    }
  }
}
