package org.retrograde.reversible.device.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.reversible.device.RootScaling;

/** The vector kernels against the plain loops, bit for bit, and what both claim. */
class LaneKernelsTest {

  private static final int LANES = 2048;
  private static final long LARGEST = (1L << 63) - (1L << 12) - 1;

  /** Begins and ends beside multiples of a vector's length. */
  private static final Span SPAN = new Span(3, LANES - 2);

  private final LaneKernels plain = new ScalarKernels();
  private final LaneKernels vector = new VectorKernels();

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void digitsAreExchangedAlike(long seed) {
    Random random = new Random(seed);
    Digits by = digits(random, seed);
    long[] lanes = lanes(random);
    long[] heads = heads(random, by);
    long[] vectorLanes = lanes.clone();
    long[] vectorHeads = heads.clone();

    plain.decay(lanes, heads, by, SPAN);
    vector.decay(vectorLanes, vectorHeads, by, SPAN);
    assertThat(vectorLanes).isEqualTo(lanes);
    assertThat(vectorHeads).isEqualTo(heads);

    for (int i = 0; i < LANES; i += 97) {
      lanes[i] = i % 2 == 0 ? LARGEST - i : i - LARGEST;
      vectorLanes[i] = lanes[i];
    }
    plain.undecay(lanes, heads, by, SPAN);
    vector.undecay(vectorLanes, vectorHeads, by, SPAN);
    assertThat(vectorLanes).isEqualTo(lanes);
    assertThat(vectorHeads).isEqualTo(heads);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void vectorsGiveBackWhatTheyTook(long seed) {
    Random random = new Random(seed);
    Digits by = digits(random, seed);
    long[] lanes = lanes(random);
    long[] heads = heads(random, by);
    long[] decayed = lanes.clone();
    long[] decayedHeads = heads.clone();
    vector.decay(decayed, decayedHeads, by, SPAN);
    vector.undecay(decayed, decayedHeads, by, SPAN);
    assertThat(decayed).isEqualTo(lanes);
    assertThat(decayedHeads).isEqualTo(heads);
  }

  /** Every k, and numerators at both ends of their range as well as between. */
  private static Digits digits(Random random, long seed) {
    int bits = 1 + (int) (seed % 24);
    long whole = 1L << bits;
    long numerator =
        switch ((int) (seed / 24) % 4) {
          case 0 -> whole;
          case 1 -> Math.max(1, whole - random.nextInt(50));
          case 2 -> Math.min(whole, 1 + random.nextInt(5));
          default -> 1 + (long) (random.nextDouble() * whole);
        };
    return Digits.of(numerator, bits);
  }

  private static long[] lanes(Random random) {
    long[] lanes = new long[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] = random.nextLong() >> (1 + random.nextInt(62));
    }
    for (int i = 0; i < LANES; i += 89) {
      lanes[i] = i % 2 == 0 ? LARGEST : -LARGEST;
    }
    return lanes;
  }

  private static long[] heads(Random random, Digits by) {
    long[] heads = new long[LANES];
    for (int i = 0; i < LANES; i++) {
      heads[i] =
          switch (i % 101) {
            case 0 -> 1L << (62 - by.bits());
            case 1 -> 0;
            default -> (random.nextLong() >>> 2) >>> by.bits();
          };
    }
    return heads;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void productsAreTruncatedAlikeAndTheSameOnesAreCalledSmall(long seed) {
    Random random = new Random(seed);
    double[] products = new double[LANES];
    for (int i = 0; i < LANES; i++) {
      int exponent = random.nextInt(seed % 2 == 0 ? 63 : 132) - (seed % 2 == 0 ? 2 : 70);
      products[i] = Math.scalb(random.nextDouble() - 0.5, exponent);
      if (random.nextInt(50) == 0) {
        products[i] = Math.scalb(random.nextBoolean() ? 1.0 : -1.0, random.nextInt(62));
      }
    }
    products[20] = -0.0;
    products[21] = Double.MIN_VALUE;
    long[] lanes = new long[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] = random.nextLong() >> 3;
    }
    long[] vectorLanes = lanes.clone();
    boolean small = plain.addTruncated(lanes, products, SPAN);
    assertThat(vector.addTruncated(vectorLanes, products, SPAN)).isEqualTo(small);
    assertThat(vectorLanes).isEqualTo(lanes);
  }

  @Test
  void productsAndLanesThatMayNotFitAreNotCalledSmall() {
    for (LaneKernels kernels : new LaneKernels[] {plain, vector}) {
      for (double product :
          new double[] {0x1p61, -0x1p61, 0x1p62, 0x1p200, Double.NaN, Double.NEGATIVE_INFINITY}) {
        assertThat(isSmall(kernels, 0, product)).as("%s", product).isFalse();
      }
      assertThat(isSmall(kernels, 0, Math.nextDown(0x1p61))).isTrue();
      assertThat(isSmall(kernels, 1L << 61, 0)).isFalse();
      assertThat(isSmall(kernels, -(1L << 61) - 1, 0)).isFalse();
      assertThat(isSmall(kernels, (1L << 61) - 1, 0)).isTrue();
    }
  }

  private static boolean isSmall(LaneKernels kernels, long lane, double product) {
    long[] lanes = new long[16];
    double[] products = new double[16];
    lanes[5] = lane;
    products[5] = product;
    return kernels.addTruncated(lanes, products, new Span(0, 16));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void realsAreMadeAlike(long seed) {
    Random random = new Random(seed);
    long[] lanes = lanes(random);
    float[] reals = new float[LANES];
    float[] vectorReals = new float[LANES];
    double[] products = new double[LANES];
    double[] vectorProducts = new double[LANES];
    plain.round(0x1.8p-52, lanes, SPAN, reals);
    vector.round(0x1.8p-52, lanes, SPAN, vectorReals);
    assertThat(vectorReals).isEqualTo(reals);
    plain.multiply(0.3, lanes, SPAN, products);
    vector.multiply(0.3, lanes, SPAN, vectorProducts);
    assertThat(vectorProducts).isEqualTo(products);
    plain.multiply(-0x1.1p52, reals, SPAN, products);
    vector.multiply(-0x1.1p52, reals, SPAN, vectorProducts);
    assertThat(vectorProducts).isEqualTo(products);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void innerProductsAreSummedInTheSameOrder(long seed) {
    Random random = new Random(seed);
    double[] a = new double[LANES];
    double[] b = new double[LANES];
    float[] c = new float[LANES];
    for (int i = 0; i < LANES; i++) {
      a[i] = random.nextGaussian();
      b[i] = random.nextGaussian();
      c[i] = (float) random.nextGaussian();
    }
    Span span = new Span(3, 3 + random.nextInt(LANES - 3));
    assertThat(vector.dot(a, 1, b, span)).isEqualTo(plain.dot(a, 1, b, span));
    assertThat(vector.dot(a, 1, c, span)).isEqualTo(plain.dot(a, 1, c, span));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rootsAndQuotientsAreRoundedAlike(long seed) {
    Random random = new Random(seed);
    long[] m = lanes(random);
    long[] s = squares(random);
    RootScaling f = rootScaling(random, seed);
    Span span = new Span(3, 3 + random.nextInt(LANES - 3));

    double[] q = new double[LANES];
    double[] vectorQ = new double[LANES];
    plain.rootScaling(f, m, s, span, q);
    vector.rootScaling(f, m, s, span, vectorQ);
    assertThat(vectorQ).isEqualTo(q);

    double[][] slopes = new double[3][LANES];
    double[][] vectorSlopes = new double[3][LANES];
    plain.rootScalingSlopes(f, m, s, span, slopes[0], slopes[1], slopes[2]);
    vector.rootScalingSlopes(f, m, s, span, vectorSlopes[0], vectorSlopes[1], vectorSlopes[2]);
    assertThat(vectorSlopes).isDeepEqualTo(slopes);
    for (int i = 0; i < span.length(); i++) {
      assertThat(slopes[0][i]).isCloseTo(q[i], within(4 * Math.ulp(q[i])));
    }
  }

  /** None of them, few or most count; with and without an epsilon and a least square. */
  private static RootScaling rootScaling(Random random, long seed) {
    double epsilon = seed % 3 == 0 ? 0 : Math.pow(10, -random.nextInt(30));
    long least = seed % 4 == 0 ? 0 : 1L << random.nextInt(40);
    return new RootScaling(
        1 + random.nextDouble(), 1 + random.nextDouble(), epsilon, 52, random.nextInt(200), least);
  }

  private static long[] squares(Random random) {
    long[] squares = new long[LANES];
    for (int i = 0; i < LANES; i++) {
      squares[i] = i % 97 == 0 ? 0 : random.nextLong() >>> (1 + random.nextInt(62));
    }
    return squares;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void hashesAreTheSame(long seed) {
    Random random = new Random(seed);
    long[] lanes = lanes(random);
    Span span = new Span(random.nextInt(20), LANES - random.nextInt(20));
    assertThat(vector.hash(lanes, span)).isEqualTo(plain.hash(lanes, span));
  }

  @Test
  void theLargestMagnitudeIsFoundWhereverItStands() {
    for (LaneKernels kernels : new LaneKernels[] {plain, vector}) {
      for (int at = 3; at < 30; at++) { // of 27 floats, 16 are a vector
        double[] doubles = new double[40];
        float[] floats = new float[40];
        doubles[0] = 1e9; // outside
        floats[0] = 1e9f;
        doubles[at] = -7;
        floats[at] = -7;
        Span span = new Span(3, 30);
        assertThat(kernels.maxAbs(doubles, span)).isEqualTo(7);
        assertThat(kernels.maxAbs(floats, span)).isEqualTo(7);
        doubles[32 - at] = Double.NEGATIVE_INFINITY;
        floats[32 - at] = Float.NEGATIVE_INFINITY;
        assertThat(kernels.maxAbs(doubles, span)).isInfinite();
        assertThat(kernels.maxAbs(floats, span)).isInfinite();
        doubles[at] = Double.NaN;
        floats[at] = Float.NaN;
        assertThat(kernels.maxAbs(doubles, span)).isNaN();
        assertThat(kernels.maxAbs(floats, span)).isNaN();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whicheverWayIsChosenTheBitsAreTheSame(long seed) {
    Random random = new Random(seed);
    Digits by = digits(random, seed);
    AdaptiveKernels adaptive = new AdaptiveKernels(plain, vector);
    for (int win = 0; win < seed % 7; win++) { // from five on, the vectors run
      adaptive.note(true);
    }
    long[] lanes = lanes(random);
    long[] heads = heads(random, by);
    long[] adaptiveLanes = lanes.clone();
    long[] adaptiveHeads = heads.clone();
    plain.decay(lanes, heads, by, SPAN);
    adaptive.decay(adaptiveLanes, adaptiveHeads, by, SPAN);
    assertThat(adaptiveLanes).isEqualTo(lanes);
    adaptive.undecay(adaptiveLanes, adaptiveHeads, by, SPAN);
    plain.undecay(lanes, heads, by, SPAN);
    assertThat(adaptiveHeads).isEqualTo(heads);
    assertThat(adaptive.hash(adaptiveLanes, SPAN)).isEqualTo(vector.hash(lanes, SPAN));
  }

  @Test
  void aWayChangesAfterFiveWinsInARowAndNotBefore() {
    AtomicInteger vectorCalls = new AtomicInteger();
    LaneKernels counted =
        (LaneKernels)
            Proxy.newProxyInstance(
                LaneKernels.class.getClassLoader(),
                new Class<?>[] {LaneKernels.class},
                (proxy, method, arguments) -> {
                  vectorCalls.incrementAndGet();
                  return method.invoke(vector, arguments);
                });
    AdaptiveKernels adaptive = new AdaptiveKernels(plain, counted);
    int[] calls = new int[20];
    for (int i = 0; i < calls.length; i++) {
      // Four wins, a loss, five wins, five losses.
      adaptive.note(i < 4 || (i > 4 && i < 10));
      adaptive.hash(new long[8], new Span(0, 8));
      calls[i] = vectorCalls.get();
    }
    assertThat(calls[8]).as("never five in a row").isZero();
    assertThat(calls[9]).as("the fifth").isEqualTo(1);
    assertThat(calls[13]).as("four losses change nothing").isEqualTo(5);
    assertThat(calls[19]).as("the fifth loss does").isEqualTo(5);
  }
}
