package org.retrograde.reports.html.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reports.record.GroupValue;

final class AlikeGroupsTest {

  private static final AlikeGroups<GroupValue> ALIKE =
      new AlikeGroups<>(
          GroupValue::group,
          (value, group) -> new GroupValue(value.name(), group, value.start(), value.tuned()));

  @Test
  void whatIsTheSameToTheBitIsShownOnce() {
    assertThat(
            ALIKE.merged(List.of(value("W1", 2), value("b1", 2), value("W2", 2.0000000000000004))))
        .extracting(GroupValue::group)
        .containsExactly("W1, b1", "W2");
  }

  @Test
  void manyGroupsAreNamedByTheirEnds() {
    List<GroupValue> many = IntStream.range(1, 7).mapToObj(g -> value("W" + g, 2)).toList();
    assertThat(ALIKE.merged(many))
        .extracting(GroupValue::group)
        .containsExactly("W1 to W6 (6 groups)");
  }

  @Test
  void severalGroupsHaveTheColourOfTheFirst() {
    List<GroupPlace> places = List.of(new GroupPlace("W1", 0, true), new GroupPlace("W2", 1, true));
    GroupColour colours = GroupColour.of(places, List.of("W2, b2", "all"));
    assertThat(colours.slot("W2, b2")).isEqualTo(2);
    assertThat(colours.slot("all")).isZero();
  }

  private static GroupValue value(String group, double tuned) {
    return new GroupValue("init scale", group, 1, tuned);
  }
}
