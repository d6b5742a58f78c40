package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.record.GroupPlace;

final class GroupColourTest {

  private static final List<GroupPlace> PLACES =
      List.of(
          new GroupPlace("stem bias", 0, false),
          new GroupPlace("stem", 0, true),
          new GroupPlace("head", 1, true));

  @Test
  void aLayersWeightAndBiasShareTheHueWhateverTheirNamesAndOrder() {
    GroupColour colours = GroupColour.of(PLACES, List.of("stem", "stem bias", "head"));

    assertThat(List.of("stem", "stem bias", "head").stream().map(colours::slot))
        .containsExactly(0, 1, 2);
  }

  @Test
  void theColourOfALayerDoesNotDependOnWhatElseIsShown() {
    assertThat(GroupColour.of(PLACES, List.of("head")).slot("head"))
        .isEqualTo(GroupColour.of(PLACES, List.of("stem", "head")).slot("head"));
  }

  @Test
  void groupsOfNoLayerTakeTheHuesInOrder() {
    GroupColour colours = GroupColour.of(List.of(), List.of("all", "W2", "all"));

    assertThat(colours.slot("all")).isEqualTo(0);
    assertThat(colours.slot("W2")).isEqualTo(2);
  }
}
