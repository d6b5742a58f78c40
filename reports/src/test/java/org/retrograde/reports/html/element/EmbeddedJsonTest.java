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
}
