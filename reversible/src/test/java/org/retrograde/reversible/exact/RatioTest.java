package org.retrograde.reversible.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.retrograde.reversible.Samples;

final class RatioTest {

  @ParameterizedTest(name = "{0} at {1} bits is {2}")
  @CsvSource({
    "0.9, 16, 58982",
    "0.5, 1, 1",
    "0.99999, 16, 65535",
    "0.999995, 16, 65536",
    "1, 16, 65536",
    "1, 24, 16777216",
    "0, 16, 1",
    "1e-300, 24, 1",
    "0.25, 1, 1",
    "0.9999, 24, 16775538"
  })
  void gammaIsRoundedToTheNextRatioButNotToZero(double gamma, int bits, long numerator) {
    assertThat(Ratio.of(gamma, bits)).isEqualTo(new Ratio(numerator, bits));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void roundingIsWithinHalfOfTheResolution(long seed) {
    Samples samples = new Samples(seed);
    for (int i = 0; i < 1000; i++) {
      double gamma = samples.uniform(1e-3, 1);
      assertThat(Ratio.of(gamma).value()).isCloseTo(gamma, within(0x1p-17));
      assertThat(Ratio.of(gamma, 24).value()).isCloseTo(gamma, within(0x1p-25));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void valueAndComplementAreExactAndSumToOne(long seed) {
    Samples samples = new Samples(seed);
    for (int i = 0; i < 1000; i++) {
      Ratio ratio = Ratio.of(samples.uniform(0, 1), samples.integer(1, 24));
      BigDecimal value = new BigDecimal(ratio.value());
      assertThat(value.multiply(new BigDecimal(1L << ratio.bits())))
          .isEqualByComparingTo(new BigDecimal(ratio.numerator()));
      assertThat(value.add(new BigDecimal(ratio.complement())))
          .isEqualByComparingTo(BigDecimal.ONE);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {1.0000001, -1e-9, Double.NaN, Double.POSITIVE_INFINITY, -0.5})
  void whatIsNoDecayIsRefused(double gamma) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ratio.of(gamma))
        .withMessageContaining(Double.toString(gamma));
  }

  @ParameterizedTest(name = "{0} / 2^{1}")
  @CsvSource({"0, 16", "-1, 16", "65537, 16", "1, 0", "1, 25", "1, -3"})
  void ratiosOutOfRangeAreRefused(long numerator, int bits) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Ratio(numerator, bits));
  }

  @Test
  void factorsAreOneFromWhereItIsSaid() {
    assertThat(Ratio.of(Ratio.ONE_FROM).isOne()).isTrue();
    assertThat(Ratio.of(Math.nextDown(Ratio.ONE_FROM)).isOne()).isFalse();
  }

  @Test
  void onlyOneDiscardsNothing() {
    assertThat(new Ratio(65536, 16).isOne()).isTrue();
    assertThat(new Ratio(65536, 16).discardedBits()).isZero();
    assertThat(new Ratio(65535, 16).isOne()).isFalse();
    assertThat(new Ratio(1, 1).discardedBits()).isEqualTo(1);
    assertThat(Ratio.of(0.9).discardedBits()).isCloseTo(0.152, within(1e-4));
  }
}
