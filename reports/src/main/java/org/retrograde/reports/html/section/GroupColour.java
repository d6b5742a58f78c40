package org.retrograde.reports.html.section;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.reports.record.GroupPlace;

/**
 * The colour slot of a parameter group, the same in every chart of a page: layers differ in hue,
 * and within a layer weights are dark and the bias light. Groups that stand in no layer, such as
 * {@code all}, take the hues in their order.
 */
final class GroupColour {

  private final Map<String, Integer> slots = new HashMap<>();

  private GroupColour(List<GroupPlace> places, List<String> groups) {
    for (GroupPlace place : places) {
      slots.put(place.name(), 2 * place.layer() + (place.weight() ? 0 : 1));
    }
    int hue = 0;
    for (String group : groups) {
      Integer first = slots.get(group.split(", | to ", 2)[0]); // several groups have the first's
      if (first != null) {
        slots.putIfAbsent(group, first);
      }
      if (slots.putIfAbsent(group, 2 * hue) == null) {
        hue++;
      }
    }
  }

  /**
   * Colours for groups.
   *
   * @param places of the groups of the network; may be empty
   * @param groups those that are shown
   */
  static GroupColour of(List<GroupPlace> places, List<String> groups) {
    return new GroupColour(places, groups);
  }

  /** Twice the hue, plus one for a light shade. */
  int slot(String group) {
    return slots.getOrDefault(group, 0);
  }
}
