package org.retrograde.experiments.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a token is drawn. */
final class ContinuationTest {

  private static final double[] OUTPUTS = {Math.log(0.2) + 700, Math.log(0.5) + 700, 700 - 1.2};

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0",
    "1, 0.19, 0",
    "1, 0.21, 1",
    "1, 0.69, 1",
    "1, 0.71, 2",
    "1, 0.999999, 2",
    // Divided by 1/2: .04, .25 and .09 of .38.
    "0.5, 0.1, 0",
    "0.5, 0.11, 1",
    "0.5, 0.76, 1",
    "0.5, 0.77, 2",
    "1000, 0.32, 0",
    "1000, 0.34, 1",
    "1000, 0.66, 1",
    "1000, 0.68, 2",
    "0, 0, 1",
    "0, 0.999999, 1",
    "0.000001, 0.999999, 1",
  })
  void aTokenIsDrawnByItsProbability(double temperature, double uniform, int token) {
    assertThat(new Continuation(List.of(0), 1, temperature, 8).drawn(OUTPUTS, uniform))
        .isEqualTo(token);
  }

  @Test
  void drawsFollowTheirSeedAlone() {
    Continuation want = new Continuation(List.of(0), 3000, 1, 8);
    List<Integer> written = want.written(text -> OUTPUTS, 1);
    assertThat(want.written(text -> OUTPUTS, 1)).isEqualTo(written);
    assertThat(want.written(text -> OUTPUTS, 2)).isNotEqualTo(written);
    assertThat(Collections.frequency(written, 1)).isBetween(1400, 1600);
  }
}
