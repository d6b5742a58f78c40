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
import org.junit.jupiter.params.provider.CsvSource;
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
  private static final int ROWS = 500;
  private static final int COLS = 200;
  private static final int BLOCK = 20;
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

    Tensor tensor(Samples samples, int rows, int cols) {
      Tensor tensor = device.tensor(rows, cols);
      tensor.assign(samples.gaussians(rows * cols));
      return tensor;
    }

    /** Whole numbers from -4 to 4. */
    Tensor whole(Samples samples, int rows, int cols) {
      Tensor tensor = device.tensor(rows, cols);
      int[] numbers = samples.indices(rows * cols, 9);
      tensor.assign(Arrays.stream(numbers).mapToDouble(number -> number - 4).toArray());
      return tensor;
    }

    /** Sees all zeros alike. */
    void seeNumbers(Tensor tensor) {
      seen.add(Arrays.stream(tensor.toArray()).map(number -> number + 0.0).toArray());
    }

    void see(Tensor... all) {
      for (Tensor tensor : all) {
        seen.add(tensor.toArray());
      }
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

  /** Reductions over a block go from its first element to its last on both. */
  @ParameterizedTest
  @EnumSource
  void kernelsOnBlocksToo(Precision precision) {
    assertSameBits(
        precision,
        bench -> {
          Samples samples = new Samples(11);
          Tensor x = bench.tensor(samples, ROWS, COLS);
          Tensor dx = bench.tensor(samples, ROWS, COLS);
          Tensor t = bench.tensor(samples, ROWS, COLS);
          Tensor y = bench.device.tensor(ROWS, COLS);
          y.assignCausalSoftmax(x, BLOCK);
          bench.see(y);
          y.addSoftmaxCurvature(y, dx, t, BLOCK);
          bench.see(y);
          y.assignSoftmaxTangent(y, t, BLOCK);
          bench.see(y);
          y.assignNormalized(x, BLOCK, 1e-5);
          bench.see(y);
          y.addNormalizedCurvature(x, BLOCK, 1e-5, dx, t);
          bench.see(y);
          y.assignNormalizedTangent(x, BLOCK, 1e-5, t);
          bench.see(y);
          y.assignCentred(y, BLOCK);
          bench.see(y);
          Tensor cosines = bench.tensor(samples, BLOCK, BLOCK / 2);
          Tensor sines = bench.tensor(samples, BLOCK, BLOCK / 2);
          y.assignRotated(y, cosines, sines, false);
          bench.see(y);
          y.assignRotated(x, cosines, sines, true);
          bench.see(y);
        });
  }

  @ParameterizedTest
  @EnumSource
  void kernelsOnRowsAndColumnsToo(Precision precision) {
    assertSameBits(
        precision,
        bench -> {
          Samples samples = new Samples(12);
          Tensor x = bench.tensor(samples, ROWS, COLS);
          Tensor y = bench.tensor(samples, ROWS, COLS);
          Tensor column = bench.device.tensor(ROWS, 1);
          column.assignRowDots(x, y);
          bench.see(column);
          y.addScaledRows(0.3, x, column);
          column.assignLogSumExp(y);
          bench.see(y, column);
          for (int count : new int[] {1, BLOCK, COLS}) {
            y.addScaledColumns(-0.7, x, bench.tensor(samples, 1, count));
            bench.see(y);
          }
          y.assignKept(1 / 0.9, x, 0.9, -3);
          bench.see(y);
          Tensor numbers = bench.device.tensor(ROWS / 4, 4);
          numbers.assign(Arrays.stream(samples.indices(ROWS, 30)).asDoubleStream().toArray());
          Tensor table = bench.tensor(samples, 30, COLS);
          table.addToRowsAt(x, numbers); // many to each row: the order shows
          y.assignRowsAt(table, numbers);
          bench.see(table, y);
        });
  }

  @Test
  void logitsThatAreNotFiniteToo() {
    double infinity = Double.POSITIVE_INFINITY;
    double[] logits = {
      0, infinity, 1, -infinity, -infinity, -infinity, 1, Double.NaN, 2, 7, -infinity, -800
    };
    assertSameBits(
        Precision.FLOAT32,
        bench -> {
          Tensor z = bench.device.tensor(4, 3);
          z.assign(logits);
          Tensor sums = bench.device.tensor(4, 1);
          sums.assignLogSumExp(z);
          bench.see(sums);
          Tensor p = bench.device.tensor(3, 3);
          p.assign(Arrays.copyOf(logits, 9));
          p.assignCausalSoftmax(p, 3);
          bench.see(p);
        });
  }

  @ParameterizedTest
  @EnumSource
  void kernelsOnWindowsToo(Precision precision) {
    assertSameBits(
        precision,
        bench -> {
          Samples samples = new Samples(13);
          int channels = 5;
          for (Windows w :
              List.of(
                  new Windows(12, 9, 3, 1, 1),
                  new Windows(12, 9, 2, 2, 0),
                  new Windows(11, 14, 5, 2, 4),
                  new Windows(9, 9, 2, 3, 1))) {
            int images = 7;
            Tensor x = bench.tensor(samples, images * w.pixels(), channels);
            Tensor sum = bench.tensor(samples, images * w.pixels(), channels);
            Tensor patches = bench.device.tensor(images * w.count(), w.area() * channels);
            patches.assignPatches(x, w);
            sum.addPatches(patches, w);
            Tensor rows = bench.device.tensor(images, w.pixels() * channels);
            rows.assignReshaped(sum);
            bench.see(patches, sum, rows);
            Tensor held = bench.device.tensor(images * w.count(), channels);
            held.assignWindowMax(x, w);
            bench.see(held);
            held.assignAtWindowMax(x, w, sum);
            sum.addAtWindowMax(x, w, held);
            bench.see(held, sum);
            held.assignWindowMeans(x, w);
            sum.addWindowMeans(held, w);
            bench.see(held, sum);
          }
        });
  }

  /** Sums have another order here, which those of whole numbers do not tell, but for signs of 0. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          one tile,                  2, 1, 1, 1,  64, 32, 16
          tiles that do not fit,     2, 1, 1, 1, 130, 67, 37
          fewer than a tile,         3, 4, 4, 4,   5,  3,  2
          the right heads shared,    2, 4, 4, 2,  33, 70, 20
          those of the result,       2, 2, 6, 3,  70, 33, 17
          """)
  void productsOfWholeNumbersAreTheHostsHoweverTheyAreTiled(
      String name, int sequences, int to, int left, int right, int m, int n, int k) {
    Heads heads = new Heads(sequences, to, left, right);
    for (Precision precision : Precision.values()) {
      assertSameBits(
          precision,
          bench -> {
            Samples samples = new Samples(14);
            for (int transposed = 0; transposed < 4; transposed++) {
              boolean ta = transposed % 2 == 1;
              boolean tb = transposed / 2 == 1;
              Tensor a = bench.whole(samples, sequences * (ta ? k : m), left * (ta ? m : k));
              Tensor b = bench.whole(samples, sequences * (tb ? n : k), right * (tb ? k : n));
              Tensor c = bench.whole(samples, sequences * m, to * n);
              c.assignHeadProducts(0.5, a, ta, b, tb, 1, heads);
              bench.seeNumbers(c);
              c.fill(Double.NaN); // not read
              c.assignHeadProducts(-2, a, ta, b, tb, 0, heads);
              bench.seeNumbers(c);
            }
          });
    }
  }

  @Test
  void columnDotsOfWholeNumbersToo() {
    assertSameBits(
        Precision.FLOAT32,
        bench -> {
          Samples samples = new Samples(15);
          Tensor a = bench.whole(samples, 77, 210);
          Tensor b = bench.whole(samples, 77, 210);
          for (int count : new int[] {1, 7, 35, 105, 210}) {
            Tensor row = bench.whole(samples, 1, count);
            row.addColumnDots(a, b);
            bench.see(row);
          }
        });
  }

  /** From the second time on as a plan: chains of kernels, products side by side, other seeds. */
  @ParameterizedTest
  @EnumSource
  void listsOfTheseThatComeAgainToo(Precision precision) {
    assertSameBits(
        precision,
        bench -> {
          Samples samples = new Samples(16);
          Heads heads = new Heads(2, 2, 2, 1);
          Tensor q = bench.whole(samples, 2 * 20, 2 * 6);
          Tensor k = bench.whole(samples, 2 * 20, 6);
          Tensor longer = bench.whole(samples, 2 * 70, 2 * 3);
          Tensor longerKeys = bench.whole(samples, 2 * 70, 3);
          Tensor scores = bench.device.tensor(2 * 20, 2 * 20);
          Tensor longerScores = bench.device.tensor(2 * 70, 2 * 70);
          Tensor p = bench.device.tensor(2 * 20, 2 * 20);
          Windows w = new Windows(10, 4, 3, 2, 1);
          Tensor images = bench.tensor(samples, w.pixels(), 40);
          Tensor sum = bench.tensor(samples, w.pixels(), 40);
          Tensor patches = bench.device.tensor(w.count(), w.area() * 40);
          Tensor numbers = bench.device.tensor(40, 1);
          numbers.assign(Arrays.stream(samples.indices(40, 20)).asDoubleStream().toArray());
          Tensor table = bench.tensor(samples, 20, 40);
          Tensor factors = bench.tensor(samples, 1, 20);
          Tensor held = bench.tensor(samples, w.count(), 40);
          for (int round = 0; round < 4; round++) {
            scores.assignHeadProducts(0.5, q, false, k, true, 0, heads);
            longerScores.assignHeadProducts(0.5, longer, false, longerKeys, true, 0, heads);
            p.assignCausalSoftmax(scores, 20);
            longerScores.assignCausalSoftmax(longerScores, 70);
            p.assignKept(1.25, p, 0.8, round);
            p.addScaledColumns(0.1, p, factors);
            patches.assignPatches(images, w);
            sum.scale(0.5);
            sum.addPatches(patches, w);
            sum.addAtWindowMax(images, w, held);
            table.scale(0.5);
            table.addToRowsAt(p, numbers);
            images.addScaled(round, sum);
            bench.see(scores, longerScores, p, patches, sum, table, images);
          }
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
