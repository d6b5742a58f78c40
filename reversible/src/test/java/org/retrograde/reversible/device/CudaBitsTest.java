package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.cuda.CudaDevices;
import org.retrograde.reversible.device.cuda.EmulatedProvider;

/**
 * Bits of device {@code cuda}, or of its emulation, beside those of {@code host}: 100,000 random
 * lanes and the corners.
 */
final class CudaBitsTest {

  private static final int LENGTH = 100_000;
  private static final long TOP = (long) Math.nextDown(Lanes.RANGE);

  private static List<Object> on(String name, Precision precision, Consumer<Bench> work) {
    try (Device device = Devices.open(name, precision, 1)) {
      Bench bench = new Bench(device);
      work.accept(bench);
      return bench.seen;
    }
  }

  private static void assertSameBits(Precision precision, Consumer<Bench> work) {
    List<Object> card = on(CudaDevices.NAME, precision, work);
    List<Object> host = on("host", precision, work);
    assertThat(card).hasSameSizeAs(host);
    for (int i = 0; i < card.size(); i++) {
      assertThat(card.get(i)).as("array %d", i).isEqualTo(host.get(i));
    }
  }

  private record Bench(Device device, List<Object> seen) {
    Bench(Device device) {
      this(device, new ArrayList<>());
    }

    Lanes lanes(long[] values) {
      Lanes lanes = device.lanes(values.length);
      lanes.assign(values);
      return lanes;
    }

    Tensor tensor(double[] values) {
      Tensor tensor = device.tensor(1, values.length);
      tensor.assign(values);
      return tensor;
    }

    void see(Lanes... all) {
      for (Lanes lanes : all) {
        seen.add(lanes.toArray());
        seen.add(lanes.hash());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void digitsAndSumsOfRandomLanes(long seed) {
    assertSameBits(
        seed % 2 == 0 ? Precision.FLOAT32 : Precision.FLOAT64,
        bench -> {
          Samples samples = new Samples(seed);
          int bits = samples.integer(1, 24);
          long numerator = 1 + samples.below(1, 1L << bits)[0];
          Lanes lanes = bench.lanes(samples.longs(LENGTH, 61));
          Lanes heads = bench.lanes(samples.below(LENGTH, (1L << (62 - bits)) + 1));
          Tensor gradient = bench.tensor(samples.gaussians(LENGTH));
          double scale = Math.scalb(samples.uniform(-1, 1), 55);
          lanes.decay(numerator, bits, heads);
          bench.see(lanes, heads);
          lanes.addTruncated(scale, gradient);
          lanes.addTruncated(0.37, heads);
          lanes.addTruncatedSquare(scale, gradient);
          bench.see(lanes, heads);
          Words words = bench.device.words(LENGTH);
          heads.spill(words);
          bench.seen.add(words.toArray());
          heads.unspill(words);
          lanes.addTruncatedSquare(-scale, gradient);
          lanes.addTruncated(-0.37, heads);
          lanes.addAndUndecay(numerator, bits, heads, -scale, gradient);
          bench.see(lanes, heads);
          Tensor rounded = bench.device.tensor(1, LENGTH);
          lanes.decayAndAdd(numerator, bits, heads, scale, gradient);
          lanes.addAndRound(0.01, heads, 52, rounded);
          bench.see(lanes, heads);
          bench.seen.add(rounded.toArray());
        });
  }

  @Test
  void digitsAtTheCorners() {
    long[] values = {
      0, 1, -1, 65535, 65536, -65535, -65536, 1L << 62, -(1L << 62), TOP, -TOP, 0x123456789ABCDEFL
    };
    assertSameBits(
        Precision.FLOAT32,
        bench -> {
          for (int bits : new int[] {1, 2, 15, 16, 23, 24}) {
            for (long numerator : new long[] {1, 2, 3, (1L << bits) - 1, 1L << bits}) {
              if (numerator <= 1L << bits) {
                for (long head : new long[] {0, 1, (1L << (62 - bits)) - 1, 1L << (62 - bits)}) {
                  Lanes lanes = bench.lanes(values);
                  long[] all = new long[values.length];
                  Arrays.fill(all, head);
                  Lanes heads = bench.lanes(all);
                  lanes.decay(numerator, bits, heads);
                  bench.see(lanes, heads);
                  lanes.undecay(numerator, bits, heads);
                  bench.see(lanes, heads);
                  assertThat(lanes.toArray()).isEqualTo(values);
                }
              }
            }
          }
        });
  }

  /**
   * Not asked for by the interface, but so it is written: no sum, no contraction, the host's own
   * formulas.
   */
  @ParameterizedTest
  @EnumSource
  void elementwiseRealKernelsToo(Precision precision) {
    assertSameBits(
        precision,
        bench -> {
          Samples samples = new Samples(7);
          Tensor x = bench.tensor(samples.gaussians(LENGTH));
          x.scale(5);
          Tensor d = bench.tensor(samples.gaussians(LENGTH));
          for (Nonlinearity f : Nonlinearity.values()) {
            Tensor y = bench.device.tensor(1, LENGTH);
            y.assignFunction(f, x);
            bench.seen.add(y.toArray());
            Tensor base = f.hasBaseX() ? x : y;
            Tensor slope = bench.device.tensor(1, LENGTH);
            slope.assignFunctionDerivative(f, base, d);
            bench.seen.add(slope.toArray());
            slope.addFunctionCurvature(f, base, d, slope);
            slope.addScaled(0.3, x);
            slope.addProduct(0.7, x, d);
            bench.seen.add(slope.toArray());
          }
          Lanes m = bench.lanes(samples.longs(LENGTH, 62));
          Lanes s = bench.lanes(samples.below(LENGTH, 1L << 60));
          Tensor q = bench.device.tensor(Precision.FLOAT64, 1, LENGTH);
          for (long least : new long[] {0, 1L << 59}) { // half of all s
            q.assignRootScaling(new RootScaling(3.1, 2.7, 1e-8, 52, 60, least), m, s);
            bench.seen.add(q.toArray());
          }
          Tensor logits = bench.device.tensor(LENGTH / 10, 10);
          logits.assign(samples.gaussians(LENGTH));
          Tensor targets = bench.device.tensor(LENGTH / 10, 10);
          targets.fill(0.1);
          Tensor p = bench.device.tensor(LENGTH / 10, 10);
          p.assignSoftmax(logits, targets);
          bench.seen.add(p.toArray());
          p.assignSoftmaxTangent(p, logits);
          bench.seen.add(p.toArray());
        });
  }

  @Test
  void sumsOverManyBlocksHaveTheBitsOfTheEmulation() {
    Optional<String> missing = new EmulatedProvider().whyNot();
    assumeTrue(missing.isEmpty(), missing::toString);
    assertThat(sums(EmulatedProvider.NAME)).isEqualTo(sums(CudaDevices.NAME));
  }

  @Test
  void sumsOverManyBlocksRepeatTheirBitsAndComeNearTheHosts() {
    double[] host = sums("host");
    double[] card = sums(CudaDevices.NAME);
    assertThat(sums(CudaDevices.NAME)).isEqualTo(card);
    for (int i = 0; i < host.length; i++) {
      assertThat(card[i]).as("sum %d", i).isCloseTo(host[i], within(1e-11 * Math.abs(host[i])));
    }
  }

  /** One element a part more than a block has threads, and further; 1024 parts at the most. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1024, 1025, 256 * 1024 + 1, 1024 * 1024, 1024 * 1024 + 1})
  void everyElementCountsOnceHoweverManyBlocksShareASum(int length) {
    try (Device device = Devices.open(CudaDevices.NAME, Precision.FLOAT32, 1)) {
      Tensor ones = device.tensor(1, length);
      ones.fill(1);
      assertThat(ones.dot(ones).value()).isEqualTo(length);
    }
  }

  private static double[] sums(String name) {
    Samples samples = new Samples(3);
    double[] p = samples.gaussians(LENGTH);
    long[] m = samples.longs(LENGTH, 60);
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      Bench bench = new Bench(device);
      Tensor direction = bench.tensor(p);
      Lanes lanes = bench.lanes(m);
      Lanes square = bench.lanes(samples.below(LENGTH, 1L << 60));
      Tensor toMean = device.tensor(1, LENGTH);
      Tensor toSquare = device.tensor(1, LENGTH);
      RootScaling f = new RootScaling(3.1, 2.7, 1e-3, 52, 60, 1L << 58);
      RootScaling.Sums sums =
          toMean.addRootScalingAdjoint(f, lanes, square, 0.3, direction, toSquare);
      return new double[] {
        sums.direction().value(),
        sums.relative().value(),
        lanes.dot(direction).value(),
        direction.dot(direction).value(),
        toMean.dot(toSquare).value(),
        direction.maxAbs().value(),
        lanes.countBelow(0),
        lanes.contentEquals(bench.lanes(m)) ? 1 : 0
      };
    }
  }
}
