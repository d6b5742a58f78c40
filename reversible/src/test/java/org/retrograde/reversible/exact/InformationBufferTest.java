package org.retrograde.reversible.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;

final class InformationBufferTest {

  private static final int LANES = 50;

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"host, 1", "host, 2", "host, 3", "host, 4", "nd4j, 1", "nd4j, 2"})
  void aLongSequenceOfRandomRatiosComesBackBitForBit(String name, long seed) {
    Samples samples = new Samples(seed);
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      InformationBuffer buffer = keeping(device, LANES);
      Lanes values = lanes(device, samples.longs(LANES, 62));
      Lanes addend = lanes(device, samples.longs(LANES, 40));
      List<Ratio> ratios = new ArrayList<>();
      Deque<long[]> states = new ArrayDeque<>();
      for (int step = 0; step < 1500; step++) {
        Ratio ratio = randomRatio(samples);
        ratios.add(ratio);
        states.push(values.toArray());
        buffer.decay(values, ratio);
        values.addTruncated(1, addend);
        assertThat(Arrays.stream(buffer.heads().toArray())).allMatch(h -> h >= 0 && h < 1L << 62);
      }

      for (int step = ratios.size() - 1; step >= 0; step--) {
        assertThat(buffer.isEmpty()).isFalse();
        values.addTruncated(-1, addend);
        buffer.undecay(values, ratios.get(step));
        assertThat(values.toArray()).as("step %d", step).isEqualTo(states.pop());
      }
      assertThat(buffer.isEmpty()).isTrue();
      assertThat(buffer.memory().accounted()).isZero();
      assertThat(buffer.memory().entropyLimit()).isCloseTo(0, within(1e-6));
    }
  }

  /** Mostly decays as in training, between them every k and the corners of n. */
  private static Ratio randomRatio(Samples samples) {
    int bits = samples.integer(1, 24);
    return switch (samples.integer(0, 9)) {
      case 0 -> new Ratio(1, bits);
      case 1 -> new Ratio(1L << bits, bits);
      case 2 -> new Ratio((1L << bits) - 1, bits);
      case 3 -> Ratio.of(samples.uniform(0, 1), bits);
      default -> Ratio.of(samples.uniform(0.5, 0.9999));
    };
  }

  @ParameterizedTest(name = "n = {0}, k = {1}")
  @CsvSource({
    "1, 1",
    "1, 16",
    "2, 16",
    "58982, 16",
    "65535, 16",
    "65536, 16",
    "1, 24",
    "16777215, 24"
  })
  void manyDecaysByOneRatioComeBack(long numerator, int bits) {
    Ratio ratio = new Ratio(numerator, bits);
    try (Device device = host()) {
      long[] start = new Samples(numerator).longs(LANES, 62);
      Lanes values = lanes(device, start);
      InformationBuffer buffer = keeping(device, LANES);
      for (int step = 0; step < 500; step++) {
        buffer.decay(values, ratio);
      }
      for (int step = 0; step < 500; step++) {
        buffer.undecay(values, ratio);
      }
      assertThat(values.toArray()).isEqualTo(start);
      assertThat(buffer.isEmpty()).isTrue();
    }
  }

  @ParameterizedTest(name = "gamma from {0} to {1}")
  @CsvSource({"0.5, 0.5", "0.9, 0.9", "0.98, 0.98", "0.5, 0.98"})
  void theBitsKeptStayWithinAThousandthOfTheEntropyLimit(double least, double most) {
    int steps = 10_000;
    int lanes = 8;
    Samples samples = new Samples(5);
    try (Device device = host()) {
      Lanes values = lanes(device, samples.longs(lanes, 62));
      Lanes gradient = lanes(device, samples.longs(lanes, 50));
      InformationBuffer buffer = keeping(device, lanes);
      double limit = 0;
      for (int step = 0; step < steps; step++) {
        Ratio ratio = Ratio.of(samples.uniform(least, most));
        limit -= Math.log(ratio.numerator() / 65536.0) / Math.log(2);
        buffer.decay(values, ratio);
        values.addTruncated(1, gradient);
      }

      MemoryBits memory = buffer.memory();
      assertThat(memory.entropyLimit()).isCloseTo(lanes * limit, within(1e-9 * limit));
      assertThat(memory.accounted() / lanes)
          .isBetween(limit, 1.001 * limit - Math.log(1 - most) / Math.log(2));
      assertThat(memory.allocated()).isGreaterThan(memory.accounted() + 16 * lanes);
    }
  }

  /** Digits that are all ones make heads as large as heads can be. */
  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"host, 1", "host, 2", "nd4j, 3"})
  void headsAtTheirBoundAndAtZeroComeBackThroughEveryResolution(String name, long seed) {
    Samples samples = new Samples(seed);
    long top = (long) Math.nextDown(Lanes.RANGE) - (1 << 24);
    long[] whole = {0, 0, top, top, -top, -top, -1, -1, samples.longs(1, 62)[0]};
    Deque<Decayed> decays = new ArrayDeque<>();
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      InformationBuffer buffer = keeping(device, whole.length);
      Lanes values = device.lanes(whole.length);
      for (int step = 0; step < 600; step++) {
        Ratio ratio = cornerRatio(samples, step);
        values.assign(withDigits(whole, ratio.bits()));
        long[] before = values.toArray();
        long[] heads = buffer.heads().toArray();

        buffer.decay(values, ratio);

        decays.push(new Decayed(ratio, before, heads, values.toArray()));
        long[] after = buffer.heads().toArray();
        for (int i = 0; i < after.length - 1; i++) {
          assertThat(after[i]).isEqualTo(i % 2 == 0 ? 0 : buffer.bound() - 1);
        }
        assertThat(buffer.bound()).isLessThanOrEqualTo(1L << 62);
      }
      assertThat(buffer.memory().accounted()).isGreaterThan(whole.length * 1000.0);

      while (!decays.isEmpty()) {
        Decayed decay = decays.pop();
        values.assign(decay.after);
        buffer.undecay(values, decay.ratio);
        assertThat(values.toArray()).isEqualTo(decay.before);
        assertThat(buffer.heads().toArray()).isEqualTo(decay.heads);
      }
      assertThat(buffer.isEmpty()).isTrue();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Decayed(Ratio ratio, long[] before, long[] heads, long[] after) {}

  /** Every k in turn, each with the extreme n and the one that discards nothing. */
  private static Ratio cornerRatio(Samples samples, int step) {
    int bits = 1 + step % 24;
    long base = 1L << bits;
    return switch (samples.integer(0, 4)) {
      case 0 -> new Ratio(1, bits);
      case 1 -> new Ratio(2, bits);
      case 2 -> new Ratio(base - 1, bits);
      case 3 -> new Ratio(base, bits);
      default -> new Ratio(1 + samples.below(1, base)[0], bits);
    };
  }

  /** The low digit of even lanes becomes 0, of odd lanes 2^k - 1, of the last one it stays. */
  private static long[] withDigits(long[] whole, int bits) {
    long mask = (1L << bits) - 1;
    long[] values = whole.clone();
    for (int i = 0; i < values.length - 1; i++) {
      values[i] = i % 2 == 0 ? values[i] & ~mask : values[i] | mask;
    }
    return values;
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"host, 1", "host, 2", "nd4j, 3"})
  void aBufferThatForgetsGivesTheSameValuesAndHeads(String name, long seed) {
    Samples samples = new Samples(seed);
    try (Device device = Devices.open(name, Precision.FLOAT64, 1)) {
      long[] start = samples.longs(LANES, 62);
      Lanes kept = lanes(device, start);
      Lanes forgotten = lanes(device, start);
      Lanes addend = lanes(device, samples.longs(LANES, 40));
      InformationBuffer keeping = keeping(device, LANES);
      InformationBuffer forgetting = new InformationBuffer(device, LANES);
      for (int step = 0; step < 800; step++) {
        Ratio ratio = randomRatio(samples);
        keeping.decay(kept, ratio);
        forgetting.decay(forgotten, ratio);
        kept.addTruncated(1, addend);
        forgotten.addTruncated(1, addend);
        assertThat(forgotten.toArray()).isEqualTo(kept.toArray());
        assertThat(forgetting.heads().toArray()).isEqualTo(keeping.heads().toArray());
        assertThat(forgetting.bound()).isEqualTo(keeping.bound());
      }
      assertThat(forgetting.memory()).isEqualTo(MemoryBits.ZERO);
      assertThat(keeping.memory().accounted()).isPositive();
      assertThatIllegalStateException()
          .isThrownBy(() -> forgetting.undecay(forgotten, Ratio.of(0.9)));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void keepingFromTheMiddleOnLeadsBackToTheMiddle(long seed) {
    Samples samples = new Samples(seed);
    try (Device device = host()) {
      Lanes values = lanes(device, samples.longs(LANES, 62));
      InformationBuffer buffer = new InformationBuffer(device, LANES);
      for (int step = 0; step < 300; step++) {
        buffer.decay(values, randomRatio(samples));
      }
      long[] middle = values.toArray();
      long[] heads = buffer.heads().toArray();
      long bound = buffer.bound();
      assertThat(bound).isGreaterThan(1);

      buffer.keep(SpillSpace.inMemory());
      Deque<Ratio> ratios = new ArrayDeque<>();
      for (int step = 0; step < 300; step++) {
        ratios.push(randomRatio(samples));
        buffer.decay(values, ratios.element());
      }
      assertThat(values.toArray()).isNotEqualTo(middle);
      ratios.forEach(ratio -> buffer.undecay(values, ratio));

      assertThat(values.toArray()).isEqualTo(middle);
      assertThat(buffer.heads().toArray()).isEqualTo(heads);
      assertThat(buffer.bound()).isEqualTo(bound);
      assertThatIllegalStateException().isThrownBy(() -> buffer.undecay(values, Ratio.of(0.9)));
    }
  }

  @Test
  void aBufferThatForgetsGoesToAnyState() {
    Ratio ratio = Ratio.of(0.9);
    try (Device device = host()) {
      Lanes values = lanes(device, new Samples(1).longs(LANES, 62));
      InformationBuffer buffer = new InformationBuffer(device, LANES);
      for (int step = 0; step < 10; step++) {
        buffer.decay(values, ratio);
      }
      Lanes heads = lanes(device, buffer.heads().toArray());
      long bound = buffer.bound();
      long[] there = values.toArray();
      buffer.decay(values, ratio);
      long[] next = values.toArray();

      buffer.restore(heads, bound);
      values.assign(there);
      buffer.decay(values, ratio);

      assertThat(values.toArray()).isEqualTo(next);
    }
  }

  @Test
  void aBufferThatKeepsIsNotTakenToAnotherState() {
    try (Device device = host()) {
      InformationBuffer buffer = keeping(device, 2);
      Lanes heads = lanes(device, new long[] {3, 4});
      assertThatIllegalStateException()
          .isThrownBy(() -> buffer.restore(heads, 5))
          .withMessageContaining("goes back by undoing");
      assertThat(buffer.heads().toArray()).containsExactly(0, 0);
      assertThat(buffer.bound()).isOne();
    }
  }

  @Test
  void anEmptyBufferHasNoDecayToUndo() {
    try (Device device = host()) {
      InformationBuffer buffer = keeping(device, 2);
      Lanes values = lanes(device, new long[] {5, -5});
      assertThat(buffer.isEmpty()).isTrue();
      assertThatIllegalStateException().isThrownBy(() -> buffer.undecay(values, Ratio.of(0.9)));
      assertThat(values.toArray()).containsExactly(5, -5);
    }
  }

  @Test
  void aRatioOfOneNeedsNoMemory() {
    try (Device device = host()) {
      InformationBuffer buffer = keeping(device, 2);
      Lanes values = lanes(device, new long[] {5, -5});
      buffer.decay(values, Ratio.of(1));
      assertThat(buffer.isEmpty()).isTrue();
      buffer.undecay(values, Ratio.of(1));
      assertThat(values.toArray()).containsExactly(5, -5);
    }
  }

  @Test
  void aLaneWhoseDigitsAreAllZeroStillEmpties() {
    try (Device device = host()) {
      InformationBuffer buffer = keeping(device, 1);
      Lanes values = lanes(device, new long[] {0});
      for (int step = 0; step < 300; step++) {
        buffer.decay(values, Ratio.of(0.9));
      }
      assertThat(buffer.heads().toArray()).containsExactly(0);
      assertThat(buffer.isEmpty()).isFalse();
      for (int step = 0; step < 300; step++) {
        buffer.undecay(values, Ratio.of(0.9));
      }
      assertThat(buffer.isEmpty()).isTrue();
    }
  }

  /**
   * Why the lanes spill in lockstep: a coder that decides lane by lane, by the head itself and
   * before the push, may end below the threshold by which its inverse decides to refill.
   */
  @Test
  void aCoderThatSpillsEachLaneByItsOwnHeadLosesDigits() {
    LaneCoder coder = new LaneCoder(58982, (1L << 31) / 58982 * (1L << 32) + 12345);
    coder.push(0);
    coder.push(5);
    assertThat(coder.pop()).isEqualTo(5);
    assertThat(coder.pop()).isNotZero();
  }

  @ParameterizedTest(name = "digits {0} and below")
  @ValueSource(longs = {57, 58981})
  void theSameCoderKeepsDigitsThatLeaveItAboveTheThreshold(long digit) {
    long head = (1L << 40) + 12345;
    LaneCoder coder = new LaneCoder(58982, head);
    coder.push(digit);
    coder.push(digit - 1);
    assertThat(coder.pop()).isEqualTo(digit - 1);
    assertThat(coder.pop()).isEqualTo(digit);
    assertThat(coder.head).isEqualTo(head);
  }

  /** One lane of the usual range coder: 32-bit words, heads kept above 2^31. */
  private static final class LaneCoder {

    private static final long LOW = 1L << 31;

    private final long base;
    private final Deque<Long> words = new ArrayDeque<>();
    private long head;

    LaneCoder(long base, long head) {
      this.base = base;
      this.head = head;
    }

    void push(long digit) {
      if (head >= (LOW / base) << 32) {
        words.push(head & 0xFFFFFFFFL);
        head >>= 32;
      }
      head = head * base + digit;
    }

    long pop() {
      long digit = head % base;
      head /= base;
      if (head < LOW && !words.isEmpty()) {
        head = (head << 32) | words.pop();
      }
      return digit;
    }
  }

  private static Device host() {
    return Devices.open("host", Precision.FLOAT64, 1);
  }

  private static InformationBuffer keeping(Device device, int lanes) {
    InformationBuffer buffer = new InformationBuffer(device, lanes);
    buffer.keep(SpillSpace.inMemory());
    return buffer;
  }

  private static Lanes lanes(Device device, long[] values) {
    Lanes lanes = device.lanes(values.length);
    lanes.assign(values);
    return lanes;
  }
}
