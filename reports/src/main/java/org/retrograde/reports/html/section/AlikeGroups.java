package org.retrograde.reports.html.section;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.retrograde.reports.record.GroupNames;

/**
 * Shows once what is the same for several groups, to the bit: it was tuned as one.
 *
 * @param <T> what a group has
 */
final class AlikeGroups<T> {

  private final Function<T, String> group;
  private final BiFunction<T, String, T> renamed;

  /**
   * Says how to read and to write the name of a group.
   *
   * @param group of an item
   * @param renamed an item under the name of several groups
   */
  AlikeGroups(Function<T, String> group, BiFunction<T, String, T> renamed) {
    this.group = group;
    this.renamed = renamed;
  }

  /** Merges items that differ in nothing but their group, in the order of the first of each. */
  List<T> merged(List<T> items) {
    Map<T, List<String>> names = new LinkedHashMap<>();
    for (T item : items) {
      names
          .computeIfAbsent(renamed.apply(item, ""), unused -> new ArrayList<>())
          .add(group.apply(item));
    }
    return names.entrySet().stream()
        .map(alike -> renamed.apply(alike.getKey(), GroupNames.joined(alike.getValue())))
        .toList();
  }
}
