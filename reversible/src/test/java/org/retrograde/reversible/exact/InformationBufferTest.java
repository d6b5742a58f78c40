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
      InformationBuffer buffer = new InformationBuffer(device, LANES);
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
      InformationBuffer buffer = new InformationBuffer(device, LANES);
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

  @Test
  void theBitsKeptStayNearTheEntropyLimit() {
    Ratio ratio = Ratio.of(0.9);
    try (Device device = host()) {
      Lanes values = lanes(device, new Samples(5).longs(LANES, 62));
      Lanes gradient = lanes(device, new Samples(6).longs(LANES, 50));
      InformationBuffer buffer = new InformationBuffer(device, LANES);
      for (int step = 0; step < 1000; step++) {
        buffer.decay(values, ratio);
        values.addTruncated(1, gradient);
      }

      MemoryBits memory = buffer.memory();
      double limit = LANES * 1000 * -Math.log(58982 / 65536.0) / Math.log(2);
      assertThat(memory.entropyLimit()).isCloseTo(limit, within(1e-9 * limit));
      assertThat(memory.accounted()).isBetween(limit, 1.02 * limit);
      assertThat(memory.allocated()).isGreaterThan(memory.accounted() + 16 * LANES);
    }
  }

  @Test
  void anEmptyBufferHasNoDecayToUndo() {
    try (Device device = host()) {
      InformationBuffer buffer = new InformationBuffer(device, 2);
      Lanes values = lanes(device, new long[] {5, -5});
      assertThat(buffer.isEmpty()).isTrue();
      assertThatIllegalStateException().isThrownBy(() -> buffer.undecay(values, Ratio.of(0.9)));
      assertThat(values.toArray()).containsExactly(5, -5);
    }
  }

  @Test
  void aRatioOfOneNeedsNoMemory() {
    try (Device device = host()) {
      InformationBuffer buffer = new InformationBuffer(device, 2);
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
      InformationBuffer buffer = new InformationBuffer(device, 1);
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

  private static Lanes lanes(Device device, long[] values) {
    Lanes lanes = device.lanes(values.length);
    lanes.assign(values);
    return lanes;
  }
}
