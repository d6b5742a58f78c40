package org.retrograde.reversible.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every implementation of {@link Words} does. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.retrograde.reversible.device.TestedDevice#all")
final class WordsTest {

  private final Device device;

  WordsTest(TestedDevice tested) {
    this.device = tested.open();
  }

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void newWordsAreZero() {
    try (Words words = device.words(5)) {
      assertThat(words.length()).isEqualTo(5);
      assertThat(words.toArray()).isEqualTo(new short[5]);
    }
  }

  @Test
  void everyWordGoesToTheDeviceAndBack() {
    short[] all = new short[1 << 16];
    for (int i = 0; i < all.length; i++) {
      all[i] = (short) (i * 40503);
    }
    try (Words words = device.words(all.length)) {
      words.assign(all);
      assertThat(words.toArray()).isEqualTo(all);
    }
  }

  @Test
  void copiesAreIndependent() {
    short[] values = {1, -1, Short.MIN_VALUE, Short.MAX_VALUE};
    try (Words words = device.words(4)) {
      words.assign(values);
      values[0] = 7;
      words.toArray()[1] = 7;
      assertThat(words.toArray()).containsExactly(1, -1, Short.MIN_VALUE, Short.MAX_VALUE);
    }
  }

  @Test
  void aSingleWordWorks() {
    try (Words words = device.words(1)) {
      words.assign(new short[] {-2});
      assertThat(words.toArray()).containsExactly(-2);
    }
  }

  @Test
  void lengthsThatDifferAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> device.words(0))
        .withMessageContaining("got 0");
    try (Words words = device.words(3)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> words.assign(new short[2]))
          .withMessage("lengths differ: 3 words and 2 values");
    }
  }
}
