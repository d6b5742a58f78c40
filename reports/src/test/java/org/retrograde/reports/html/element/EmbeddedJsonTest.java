package org.retrograde.reports.html.element;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EmbeddedJsonTest {

  @Test
  void numbersThatAreNotFiniteAreNull() {
    String json = EmbeddedJson.of(List.of(1.5, Double.NaN, Double.POSITIVE_INFINITY));

    assertThat(json).isEqualTo("[1.5,null,null]");
  }

  @Test
  void textCannotLeaveItsElement() {
    assertThat(EmbeddedJson.of("</script><script>alert(1)</script><!--\u2028"))
        .doesNotContain("<", ">", "\u2028");
  }

  @Test
  void numbersHaveTheDigitsThatAFigureCanShow() {
    assertThat(EmbeddedJson.of(List.of(1 / 3.0, -1234567.89, 1e-300 / 3, 0.0, 0.5, 100_000.0)))
        .isEqualTo("[0.3333333,-1234568.0,3.333333E-301,0.0,0.5,100000.0]");
  }
}
