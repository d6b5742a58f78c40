package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;

/** What every implementation of {@link Lanes} does, against integers of any size. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.retrograde.reversible.device.TestedDevice#all")
final class LanesTest {

  private static final long TOP = (long) Math.nextDown(Lanes.RANGE);
  private static final String RATIOS =
      """
      1, 1
      2, 1
      1, 16
      2, 16
      58982, 16
      65535, 16
      65536, 16
      1, 24
      2, 24
      16777215, 24
      16777216, 24
      """;

  private final Device device;

  LanesTest(TestedDevice tested) {
    this.device = tested.open();
  }

  @AfterEach
  void close() {
    device.close();
  }

  @ParameterizedTest(name = "n = {0}, k = {1}")
  @CsvSource(textBlock = RATIOS)
  void decayAtTheCornersIsTheExchangeOfDigits(long numerator, int bits) {
    Exchange exchange = new Exchange(BigInteger.TWO.pow(bits), BigInteger.valueOf(numerator));
    long[][] corners = pairs(decayedLanes(bits), decayedHeads(bits));

    assertDecayIs(exchange, corners[0], corners[1], numerator, bits);
  }

  @ParameterizedTest(name = "n = {0}, k = {1}")
  @CsvSource(textBlock = RATIOS)
  void undecayAtTheCornersIsTheExchangeBack(long numerator, int bits) {
    Exchange exchange = new Exchange(BigInteger.valueOf(numerator), BigInteger.TWO.pow(bits));
    long largest = (TOP >> bits) * numerator - 1;
    long[] lanes = {0, 1, -1, numerator - 1, -numerator, largest, -largest, largest / 3};
    long[] heads = {0, 1, (1L << 62) / numerator - 1};
    long[][] corners = pairs(lanes, heads);

    assertUndecayIs(exchange, corners[0], corners[1], numerator, bits);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void decayOfRandomLanesIsTheExchangeOfDigitsAndUndecayReturnsEveryBit(long seed) {
    Samples samples = new Samples(seed);
    int bits = samples.integer(1, 24);
    long numerator = 1 + samples.below(1, 1L << bits)[0];
    long[] values = samples.longs(5000, 62);
    long[] digits = samples.below(5000, (1L << (62 - bits)) + 1);
    Exchange exchange = new Exchange(BigInteger.TWO.pow(bits), BigInteger.valueOf(numerator));

    assertDecayIs(exchange, values, digits, numerator, bits);

    Lanes lanes = lanes(values);
    Lanes heads = lanes(digits);
    lanes.decay(numerator, bits, heads);
    lanes.undecay(numerator, bits, heads);
    assertThat(lanes.toArray()).isEqualTo(values);
    assertThat(heads.toArray()).isEqualTo(digits);
  }

  private void assertDecayIs(
      Exchange exchange, long[] values, long[] digits, long numerator, int bits) {
    Lanes lanes = lanes(values);
    Lanes heads = lanes(digits);
    lanes.decay(numerator, bits, heads);
    exchange.assertDone(values, digits, lanes, heads);
  }

  private void assertUndecayIs(
      Exchange exchange, long[] values, long[] digits, long numerator, int bits) {
    Lanes lanes = lanes(values);
    Lanes heads = lanes(digits);
    lanes.undecay(numerator, bits, heads);
    exchange.assertDone(values, digits, lanes, heads);
  }

  /** The definition: moves a digit of base {@code in} to the heads for one of base {@code out}. */
  private record Exchange(BigInteger in, BigInteger out) {

    void assertDone(long[] values, long[] digits, Lanes lanes, Lanes heads) {
      long[] lanesExpected = new long[values.length];
      long[] headsExpected = new long[values.length];
      for (int i = 0; i < values.length; i++) {
        BigInteger value = BigInteger.valueOf(values[i]);
        BigInteger digit = value.mod(in);
        BigInteger pushed = BigInteger.valueOf(digits[i]).multiply(in).add(digit);
        BigInteger whole = value.subtract(digit).divide(in);
        lanesExpected[i] = whole.multiply(out).add(pushed.mod(out)).longValueExact();
        headsExpected[i] = pushed.divide(out).longValueExact();
      }
      assertThat(lanes.toArray()).isEqualTo(lanesExpected);
      assertThat(heads.toArray()).isEqualTo(headsExpected);
    }
  }

  private static long[] decayedLanes(int bits) {
    long mask = (1L << bits) - 1;
    return new long[] {
      0,
      1,
      -1,
      mask,
      mask + 1,
      -mask,
      -mask - 1,
      ~mask,
      1L << 62,
      -(1L << 62),
      TOP,
      -TOP,
      TOP & ~mask,
      -TOP | mask,
      0x123456789ABCDEFL,
      -0x123456789ABCDEFL
    };
  }

  private static long[] decayedHeads(int bits) {
    long bound = 1L << (62 - bits);
    return new long[] {0, 1, bound - 1, bound};
  }

  /** Returns every pair of a value and a head, as two vectors. */
  private static long[][] pairs(long[] values, long[] heads) {
    long[][] pairs = new long[2][values.length * heads.length];
    for (int i = 0; i < pairs[0].length; i++) {
      pairs[0][i] = values[i / heads.length];
      pairs[1][i] = heads[i % heads.length];
    }
    return pairs;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void addTruncatedAddsTheProductTruncatedTowardZero(long seed) {
    Samples samples = new Samples(seed);
    long[] values = samples.longs(3000, 62);
    long[] addends = samples.longs(3000, 62);
    Tensor tensor = device.tensor(60, 50);
    tensor.assign(samples.gaussians(3000));
    double scale = samples.uniform(-1, 1);
    Lanes fromLanes = lanes(values);
    Lanes fromTensor = lanes(values);

    fromLanes.addTruncated(scale, lanes(addends));
    fromTensor.addTruncated(Math.scalb(scale, 55), tensor);

    double[] lanesAsReal = Arrays.stream(addends).asDoubleStream().toArray();
    assertThat(fromLanes.toArray()).isEqualTo(sums(values, scale, lanesAsReal));
    assertThat(fromTensor.toArray())
        .isEqualTo(sums(values, Math.scalb(scale, 55), tensor.toArray()));
  }

  private static long[] sums(long[] values, double scale, double[] addends) {
    long[] sums = new long[values.length];
    Arrays.setAll(
        sums,
        i ->
            new BigDecimal(scale * addends[i])
                .toBigInteger()
                .add(BigInteger.valueOf(values[i]))
                .longValueExact());
    return sums;
  }

  @Test
  void lanesThatNoDoubleHoldsAreRoundedToNearestEvenBeforeTheProduct() {
    long odd = (1L << 53) + 1;
    long[] addends = {
      odd,
      -odd,
      odd + 2,
      -odd - 2,
      (1L << 62) - 1,
      1 - (1L << 62),
      TOP,
      -TOP,
      TOP - 511,
      511 - TOP,
      0
    };
    long[] values = {1, -1, odd, -odd, 0, 0, -TOP, TOP, -odd, odd, TOP};
    double[] asReal = Arrays.stream(addends).asDoubleStream().toArray();
    for (double scale : new double[] {1, -1, 0.25, -0.75, 0x1p-60}) {
      long[] some = values.clone();
      for (int i = 0; i < some.length; i++) {
        if (Math.abs(values[i] + scale * asReal[i]) >= Lanes.RANGE) {
          some[i] = 0;
        }
      }
      Lanes lanes = lanes(some);
      lanes.addTruncated(scale, lanes(addends));
      assertThat(lanes.toArray()).as("scale %s", scale).isEqualTo(sums(some, scale, asReal));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, 0x1p63, -0x1p100})
  void theFirstLaneAtFaultIsNamedWhereverItStands(double fault) {
    for (int at = 0; at < 19; at++) {
      double[] addends = new Samples(at).gaussians(19);
      addends[at] = fault;
      addends[Math.min(at + 2, 18)] = fault;
      Tensor tensor = device.tensor(Precision.FLOAT64, 19, 1);
      tensor.assign(addends);

      LaneRangeException refusal = refusal(device.lanes(19), it -> it.addTruncated(1, tensor));

      assertThat(refusal.lane()).isEqualTo(at);
      assertThat(refusal.value()).isEqualTo((Double) fault);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void addTruncatedOfTheNegatedScaleCancelsEveryBit(long seed) {
    Samples samples = new Samples(seed);
    long[] values = samples.longs(1000, 61);
    Lanes addends = lanes(samples.longs(1000, 61));
    Tensor tensor = device.tensor(1000, 1);
    tensor.assign(samples.gaussians(1000));
    Lanes lanes = lanes(values);

    lanes.addTruncated(0.7, addends);
    lanes.addTruncated(0x1.23456789p57, tensor);
    assertThat(lanes.toArray()).isNotEqualTo(values);

    lanes.addTruncated(-0x1.23456789p57, tensor);
    lanes.addTruncated(-0.7, addends);
    assertThat(lanes.toArray()).isEqualTo(values);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void anAddendThatIsNoNumberIsRefused(double value) {
    Lanes lanes = lanes(new long[] {1, 2, 3});

    LaneRangeException refusal = refusal(lanes, it -> it.addTruncated(8, tensor(0, value, value)));

    assertThat(refusal.lane()).isEqualTo(1);
    assertThat(refusal.value()).isEqualTo((Double) value);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {Lanes.RANGE, 0x1p63, 0x1p64, 0x1p80, 1e200})
  void aProductOutOfRangeIsRefused(double value) {
    for (double signed : new double[] {value, -value}) {
      Lanes lanes = lanes(new long[] {1, 2, -3});

      LaneRangeException refusal = refusal(lanes, it -> it.addTruncated(signed, tensor(0, 0.5, 1)));

      // Half of 2^80 does not fit either; half of the smaller ones does.
      boolean halfFits = value / 2 < Lanes.RANGE;
      assertThat(refusal.lane()).isEqualTo(halfFits ? 2 : 1);
      assertThat(refusal.value()).isEqualTo(halfFits ? signed : signed / 2);
    }
  }

  @Test
  void aSumOutOfRangeIsRefused() {
    Lanes addend = lanes(new long[] {0, 1, 1L << 62});
    Lanes lanes = lanes(new long[] {TOP, -TOP, 1L << 62});

    LaneRangeException refusal = refusal(lanes, it -> it.addTruncated(1, addend));

    assertThat(refusal.lane()).isEqualTo(2);
    assertThat(refusal.value()).isEqualTo(0x1p63);
  }

  @Test
  void aSumJustAtTheRangeIsRefusedAndOneBelowIsExact() {
    double half = 0x1p62;
    Lanes allowed = lanes(new long[] {1L << 62, -(1L << 62)});
    allowed.addTruncated(Math.nextDown(Lanes.RANGE) - half, tensor(1, -1));
    assertThat(allowed.toArray()).containsExactly(TOP, -TOP);

    Lanes refused = lanes(new long[] {0, -(1L << 62)});
    LaneRangeException refusal =
        refusal(refused, it -> it.addTruncated(Lanes.RANGE - half, tensor(1, -1)));
    assertThat(refusal.lane()).isEqualTo(1);
    assertThat(refusal.value()).isEqualTo(-Lanes.RANGE);
  }

  @Test
  void theLargestProductIsAdded() {
    Lanes lanes = lanes(new long[] {0, 0, 5});

    lanes.addTruncated(Math.nextDown(Lanes.RANGE), tensor(1, -1, 0));

    assertThat(lanes.toArray()).containsExactly(TOP, -TOP, 5);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void addTruncatedSquareAddsTheSquaredProductTruncatedTowardZero(long seed) {
    Samples samples = new Samples(seed);
    long[] values = samples.longs(3001, 61);
    double scale = Math.scalb(samples.uniform(-1, 1), samples.integer(20, 57));
    for (Precision precision : Precision.values()) {
      Tensor tensor = device.tensor(precision, 3001, 1);
      tensor.assign(samples.gaussians(3001));
      double[] squares = Arrays.stream(tensor.toArray()).map(x -> x * x).toArray();
      Lanes lanes = lanes(values);

      lanes.addTruncatedSquare(scale, tensor);
      assertThat(lanes.toArray()).isEqualTo(sums(values, scale, squares));

      lanes.addTruncatedSquare(-scale, tensor);
      assertThat(lanes.toArray()).isEqualTo(values);
    }
  }

  /** (scale x) x would be another number, and so would a product that is rounded only once. */
  @Test
  void theSquareIsRoundedBeforeItIsScaled() {
    double x = 1.1;
    double scale = 0x1.3p55;
    assertThat(scale * x * x).isNotEqualTo(scale * (x * x));
    Tensor tensor = device.tensor(Precision.FLOAT64, 1, 9);
    tensor.fill(x);
    Lanes lanes = device.lanes(9);

    lanes.addTruncatedSquare(scale, tensor);

    assertThat(lanes.toArray()).containsOnly((long) (scale * (x * x)));
  }

  @Test
  void squaresOfFloatsAreTakenInDoublePrecision() {
    Tensor tensor = device.tensor(Precision.FLOAT32, 1, 6);
    tensor.assign(new float[] {0x1p-140f, 0x1p127f, 1.1f, 0, 0x1p-100f, -0x1.000002p-80f});
    Lanes lanes = device.lanes(6);

    lanes.addTruncatedSquare(0x1p-200, tensor);
    assertThat(lanes.toArray()).containsExactly(0, 1L << 54, 0, 0, 0, 0);

    lanes.addTruncatedSquare(0x1p220, narrow(0x1p-140f, 0, 0, 0, 0x1p-100f, -0x1.000002p-80f));
    double square = 0x1.000002p-80 * 0x1.000002p-80;
    assertThat(lanes.toArray())
        .containsExactly(0, 1L << 54, 0, 0, 1L << 20, (long) (0x1p220 * square));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, 0x1p32, -0x1p50, 1e200})
  void theFirstSquareAtFaultIsNamedWhereverItStands(double fault) {
    for (int at = 0; at < 19; at++) {
      double[] addends = new Samples(at).gaussians(19);
      addends[at] = fault;
      addends[Math.min(at + 2, 18)] = fault;
      Tensor tensor = device.tensor(Precision.FLOAT64, 19, 1);
      tensor.assign(addends);

      LaneRangeException refusal =
          refusal(device.lanes(19), it -> it.addTruncatedSquare(-0.5, tensor));

      assertThat(refusal.lane()).isEqualTo(at);
      assertThat(refusal.value()).isEqualTo((Double) (-0.5 * (fault * fault)));
    }
  }

  @Test
  void aSumWithASquareIsRefusedFromTheRangeOn() {
    double below = Math.nextDown(Lanes.RANGE) - 0x1p62;
    for (int sign : new int[] {1, -1}) {
      Lanes allowed = lanes(new long[] {0, sign * (1L << 62)});
      allowed.addTruncatedSquare(sign * below, wide(0, 1));
      assertThat(allowed.toArray()).containsExactly(0, sign * TOP);

      Lanes refused = lanes(new long[] {0, sign * (1L << 62)});
      LaneRangeException refusal =
          refusal(refused, it -> it.addTruncatedSquare(sign * (Lanes.RANGE - 0x1p62), wide(0, 1)));
      assertThat(refusal.lane()).isEqualTo(1);
      assertThat(refusal.value()).isEqualTo(sign * Lanes.RANGE);
    }
  }

  @Test
  void spillShiftsRightBy16AndUnspillFillsTheWordsIn() {
    long[] values = {0, 1, 0x7FFF, 0x8000, 0xFFFF, 0x10000, (1L << 62) - 1, 1L << 62};
    Lanes lanes = lanes(values);
    Words words = device.words(values.length);

    lanes.spill(words);
    assertThat(lanes.toArray()).isEqualTo(Arrays.stream(values).map(v -> v >> 16).toArray());
    assertThat(words.toArray()).containsExactly(0, 1, 0x7FFF, -0x8000, -1, 0, -1, 0);

    lanes.unspill(words);
    assertThat(lanes.toArray()).isEqualTo(values);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void spilledWordsAreTheLowBitsAndComeBack(long seed) {
    long[] values = new Samples(seed).below(2000, 1L << 62);
    Lanes lanes = lanes(values);
    Words words = device.words(2000);

    lanes.spill(words);
    short[] low = words.toArray();
    for (int i = 0; i < values.length; i++) {
      assertThat(low[i]).isEqualTo((short) values[i]);
    }

    lanes.unspill(words);
    assertThat(lanes.toArray()).isEqualTo(values);
    assertThat(words.toArray()).isEqualTo(low);
  }

  @Test
  void unspillFillsTheWordsUnderOtherLanesToo() {
    Words words = device.words(3);
    words.assign(new short[] {(short) 0xABCD, -1, 0});
    Lanes lanes = lanes(new long[] {(1L << 47) - 1, 5, 5});

    lanes.unspill(words);

    assertThat(lanes.toArray())
        .containsExactly((((1L << 47) - 1) << 16) + 0xABCD, 0x5FFFF, 0x50000);
  }

  @Test
  void countBelowCountsEachLaneOnItsSideOfTheBound() {
    Lanes lanes = lanes(new long[] {-TOP, -1, 0, 1, 65535, 65536, 65537, 1L << 62, TOP});
    assertThat(lanes.countBelow(0)).isEqualTo(2);
    assertThat(lanes.countBelow(1)).isEqualTo(3);
    assertThat(lanes.countBelow(65536)).isEqualTo(5);
    assertThat(lanes.countBelow(65537)).isEqualTo(6);
    assertThat(lanes.countBelow(TOP)).isEqualTo(8);
    assertThat(lanes.countBelow(-1)).isEqualTo(1);
    assertThat(lanes.countBelow(-TOP)).isZero();
    assertThat(lanes.toArray()).endsWith(1L << 62, TOP);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void countBelowAgreesWithAPlainCount(long seed) {
    Samples samples = new Samples(seed);
    long[] values = samples.longs(3000, 62);
    for (int i = 0; i < 20; i++) {
      long bound = i < 10 ? samples.longs(1, 62)[0] : values[i] + i % 2;
      assertThat(lanes(values).countBelow(bound))
          .isEqualTo((int) Arrays.stream(values).filter(v -> v < bound).count());
    }
  }

  /** Runs a change of lanes that leaves their range, which a device may report late. */
  private LaneRangeException refusal(Lanes lanes, Consumer<Lanes> change) {
    LaneRangeException refusal =
        catchThrowableOfType(
            LaneRangeException.class,
            () -> {
              change.accept(lanes);
              device.settle();
            });
    assertThat(refusal).as("the refusal").isNotNull();
    assertThat(refusal.lanes()).isSameAs(lanes);
    return refusal;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void hashIsTheWeightedSumModulo2To64(long seed) {
    long[] values = new Samples(seed).longs(1000, 62);
    BigInteger golden = new BigInteger("9E3779B97F4A7C15", 16);
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < values.length; i++) {
      BigInteger value = BigInteger.valueOf(values[i]);
      BigInteger mixed = value.add(golden.multiply(value.shiftRight(32)));
      sum = sum.add(mixed.multiply(BigInteger.valueOf(LaneHash.weight(i))));
    }

    assertThat(lanes(values).hash()).isEqualTo(sum.longValue());
  }

  @Test
  void hashChangesWithEverySingleBit() {
    long[] values = new Samples(11).longs(40, 62);
    Lanes lanes = lanes(values);
    Set<Long> hashes = new HashSet<>(Set.of(lanes.hash()));
    for (int i = 0; i < values.length; i++) {
      for (int bit = 0; bit < Long.SIZE; bit++) {
        long[] flipped = values.clone();
        flipped[i] ^= 1L << bit;
        lanes.assign(flipped);
        assertThat(hashes.add(lanes.hash())).as("bit %d of lane %d", bit, i).isTrue();
      }
    }
  }

  @Test
  void hashChangesWhenTheTopBitsOfTwoLanesFlipTogether() {
    long[] values = new Samples(12).longs(30, 62);
    Lanes lanes = lanes(values);
    Set<Long> hashes = new HashSet<>(Set.of(lanes.hash()));
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < i; j++) {
        long[] flipped = values.clone();
        flipped[i] ^= Long.MIN_VALUE;
        flipped[j] ^= Long.MIN_VALUE;
        lanes.assign(flipped);
        assertThat(hashes.add(lanes.hash())).as("lanes %d and %d", i, j).isTrue();
      }
    }
  }

  @Test
  void contentEqualsSeesEveryBit() {
    long[] values = {0, 1, -1, 1L << 62, TOP};
    for (int bit = 0; bit < Long.SIZE; bit++) {
      long[] flipped = values.clone();
      flipped[bit % values.length] ^= 1L << bit;
      assertThat(lanes(values).contentEquals(lanes(flipped))).as("bit %d", bit).isFalse();
    }
    assertThat(lanes(values).contentEquals(lanes(values))).isTrue();
  }

  @Test
  void copiesAreIndependent() {
    long[] values = {Long.MIN_VALUE, Long.MAX_VALUE, (1L << 62) + 1};
    Lanes source = lanes(values);
    Lanes copy = device.lanes(3);
    copy.assign(source);
    long[] onHost = source.toArray();

    source.clear();
    onHost[0] = 7;

    assertThat(copy.toArray()).isEqualTo(values);
    assertThat(source.toArray()).containsOnly(0);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void dotIsTheInnerProductInDoubles(long seed) {
    Samples samples = new Samples(seed);
    long[] values = samples.longs(777, 62);
    for (Precision precision : Precision.values()) {
      Tensor tensor = device.tensor(precision, 7, 111);
      tensor.assign(samples.gaussians(777));
      double[] elements = tensor.toArray();
      BigDecimal exact = BigDecimal.ZERO;
      double magnitude = 0;
      for (int i = 0; i < values.length; i++) {
        exact = exact.add(new BigDecimal(values[i]).multiply(new BigDecimal(elements[i])));
        magnitude += Math.abs(values[i] * elements[i]);
      }

      double error = Math.abs(lanes(values).dot(tensor).value() - exact.doubleValue());

      assertThat(error).isLessThanOrEqualTo(777 * Math.ulp(magnitude));
    }
  }

  @Test
  void anInnerProductIsThatOfTheMomentItWasAskedFor() {
    Lanes lanes = lanes(new long[] {2, -3});
    Tensor tensor = tensor(1, 0.5);
    Scalar before = lanes.dot(tensor);
    lanes.addTruncated(10, tensor);
    tensor.fill(7);
    Scalar after = lanes.dot(tensor);
    assertThat(after.value()).isEqualTo(7 * (12 + 2));
    assertThat(before.value()).isEqualTo(0.5);
  }

  @Test
  void aFaultIsReportedOnce() {
    Lanes lanes = lanes(new long[] {1, 2});
    refusal(lanes, it -> it.addTruncated(1, tensor(Double.NaN, 1)));
    device.settle();
    lanes.clear();
    assertThat(lanes.toArray()).containsExactly(0, 0);
  }

  @Test
  void aSingleLaneWorks() {
    Lanes lane = lanes(new long[] {-5});
    Lanes head = lanes(new long[] {9});
    lane.decay(3, 2, head);
    // -5 = -2 * 4 + 3; 9 * 4 + 3 = 39 = 13 * 3 + 0.
    assertThat(lane.toArray()).containsExactly(-6);
    assertThat(head.toArray()).containsExactly(13);
    assertThat(lane.dot(tensor(0.5)).value()).isEqualTo(-3);
  }

  @Test
  void lengthsThatDifferAreRefused() {
    Lanes three = device.lanes(3);
    Lanes two = device.lanes(2);
    assertThatIllegalArgumentException().isThrownBy(() -> device.lanes(0));
    assertThatIllegalArgumentException().isThrownBy(() -> three.assign(two));
    assertThatIllegalArgumentException().isThrownBy(() -> three.assign(new long[2]));
    assertThatIllegalArgumentException().isThrownBy(() -> three.contentEquals(two));
    assertThatIllegalArgumentException().isThrownBy(() -> three.addTruncated(1, two));
    assertThatIllegalArgumentException().isThrownBy(() -> three.addTruncated(1, tensor(1, 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> three.decay(1, 1, two));
    assertThatIllegalArgumentException().isThrownBy(() -> three.undecay(1, 1, two));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.addTruncatedSquare(1, tensor(1, 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> three.spill(device.words(2)));
    assertThatIllegalArgumentException().isThrownBy(() -> three.unspill(device.words(4)));
    assertThatIllegalArgumentException().isThrownBy(() -> three.dot(tensor(1, 1)));
    assertThat(refusal(three, it -> it.addTruncated(1, tensor(0, Double.NaN, 0))))
        .hasMessageContaining("lane 1 cannot hold NaN");
  }

  private Lanes lanes(long[] values) {
    Lanes lanes = device.lanes(values.length);
    lanes.assign(values);
    return lanes;
  }

  private Tensor wide(double... values) {
    Tensor tensor = device.tensor(Precision.FLOAT64, 1, values.length);
    tensor.assign(values);
    return tensor;
  }

  private Tensor narrow(float... values) {
    Tensor tensor = device.tensor(Precision.FLOAT32, 1, values.length);
    tensor.assign(values);
    return tensor;
  }

  private Tensor tensor(double... values) {
    Tensor tensor = device.tensor(1, values.length);
    tensor.assign(values);
    return tensor;
  }
}
