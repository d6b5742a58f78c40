package org.retrograde.reports.html.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {

  @Test
  void theDeviationHasDivisorCountMinusOne() {
    Spread spread = Spread.of(List.of(1.0, 2.0, 6.0));

    assertThat(spread.mean()).isEqualTo(3);
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(7), within(1e-15));
  }

  @Test
  void valuesThatAreNotFiniteDoNotCount() {
    assertThat(Spread.of(List.of(1.0, Double.NaN, Double.POSITIVE_INFINITY)).count()).isEqualTo(1);
  }

  @Test
  void nothingHasNoMean() {
    assertThat(Spread.of(List.of()).mean()).isNaN();
  }
}
