package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The colour slot of a parameter group, the same in every chart of a page: layers differ in hue,
 * and within a layer the weight is dark and the bias light. Groups that do not look like {@code W1}
 * or {@code b1} take the hues in their order.
 */
final class GroupColour {

  private static final Pattern LAYER = Pattern.compile("([Wb])(\\d{1,6})");

  private final List<String> others;

  private GroupColour(List<String> others) {
    this.others = others;
  }

  /** Colours for these groups. */
  static GroupColour of(List<String> groups) {
    List<String> others = new ArrayList<>();
    for (String group : groups) {
      if (!LAYER.matcher(group).matches() && !others.contains(group)) {
        others.add(group);
      }
    }
    return new GroupColour(others);
  }

  /** Twice the hue, plus one for a light shade. */
  int slot(String group) {
    Matcher layer = LAYER.matcher(group);
    if (layer.matches()) {
      int hue = Math.max(0, Integer.parseInt(layer.group(2)) - 1);
      return 2 * hue + (layer.group(1).equals("b") ? 1 : 0);
    }
    return 2 * Math.max(0, others.indexOf(group));
  }
}
