package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GroupColourTest {

  @Test
  void aLayersWeightAndBiasShareTheHue() {
    GroupColour colours = GroupColour.of(List.of("W1", "b1", "W2", "b2"));

    assertThat(List.of("W1", "b1", "W2", "b2").stream().map(colours::slot))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void theColourOfALayerDoesNotDependOnWhatElseIsShown() {
    assertThat(GroupColour.of(List.of("W3")).slot("W3"))
        .isEqualTo(GroupColour.of(List.of("W1", "W3")).slot("W3"));
  }

  @Test
  void otherNamesTakeTheHuesInOrder() {
    GroupColour colours = GroupColour.of(List.of("all", "output", "all"));

    assertThat(colours.slot("all")).isEqualTo(0);
    assertThat(colours.slot("output")).isEqualTo(2);
  }
}
