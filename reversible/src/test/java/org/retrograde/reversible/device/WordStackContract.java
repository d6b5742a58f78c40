package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;

/** What every implementation of {@link WordStack} does. */
abstract class WordStackContract {

  private final Device device;

  WordStackContract(String name, Precision precision) {
    this.device = Devices.open(name, precision, 1);
  }

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void pushShiftsRightBy16AndPopFillsTheWordsIn() {
    long[] values = {0, 1, 0x7FFF, 0x8000, 0xFFFF, 0x10000, (1L << 62) - 1, 1L << 62};
    Lanes heads = device.lanes(values.length);
    heads.assign(values);
    WordStack stack = device.wordStack(values.length);

    stack.push(heads);
    assertThat(heads.toArray()).isEqualTo(Arrays.stream(values).map(v -> v >> 16).toArray());
    assertThat(stack.depth()).isEqualTo(1);

    stack.pop(heads);
    assertThat(heads.toArray()).isEqualTo(values);
    assertThat(stack.depth()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void wordsComeBackLastInFirstOut(long seed) {
    Samples samples = new Samples(seed);
    int lanes = samples.integer(1, 300);
    WordStack stack = device.wordStack(lanes);
    Lanes heads = device.lanes(lanes);
    Deque<long[]> pushed = new ArrayDeque<>();
    for (int i = 0; i < 40; i++) {
      if (samples.integer(0, 2) > 0) {
        long[] values = samples.below(lanes, 1L << samples.integer(1, 62));
        heads.assign(values);
        stack.push(heads);
        pushed.push(values);
      } else if (!pushed.isEmpty()) {
        assertPops(stack, heads, pushed.pop());
      }
      assertThat(stack.depth()).isEqualTo(pushed.size());
      assertThat(stack.allocatedBytes()).isGreaterThanOrEqualTo(2L * lanes * pushed.size());
    }
    while (!pushed.isEmpty()) {
      assertPops(stack, heads, pushed.pop());
    }
  }

  private static void assertPops(WordStack stack, Lanes heads, long[] pushed) {
    heads.assign(Arrays.stream(pushed).map(v -> v >> 16).toArray());
    stack.pop(heads);
    assertThat(heads.toArray()).isEqualTo(pushed);
  }

  @Test
  void popFillsTheWordsUnderOtherHeadsToo() {
    Lanes heads = device.lanes(2);
    heads.assign(new long[] {0xABCD, 0x1FFFF});
    WordStack stack = device.wordStack(2);
    stack.push(heads);

    heads.assign(new long[] {(1L << 46) - 1, 5});
    stack.pop(heads);

    assertThat(heads.toArray()).containsExactly((((1L << 46) - 1) << 16) + 0xABCD, 0x5FFFF);
  }

  @Test
  void popOfAnEmptyStackIsRefused() {
    WordStack stack = device.wordStack(3);
    Lanes heads = device.lanes(3);
    assertThatIllegalStateException().isThrownBy(() -> stack.pop(heads));
  }

  @Test
  void headsOfAnotherLengthAreRefused() {
    WordStack stack = device.wordStack(3);
    assertThatIllegalArgumentException().isThrownBy(() -> stack.push(device.lanes(2)));
    assertThatIllegalArgumentException().isThrownBy(() -> device.wordStack(0));
    stack.push(device.lanes(3));
    assertThatIllegalArgumentException().isThrownBy(() -> stack.pop(device.lanes(4)));
    assertThat(stack.depth()).isEqualTo(1);
  }
}
