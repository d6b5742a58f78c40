package org.retrograde.reports.record;

import java.util.List;

/** How several parameter groups that share something are called, in records and on pages. */
public final class GroupNames {

  /** So many names stand in full. */
  private static final int NAMED = 4;

  private GroupNames() {}

  /**
   * Returns the names as one text.
   *
   * @param groups at least one, in order
   */
  public static String joined(List<String> groups) {
    int count = groups.size();
    return count > NAMED
        ? "%s to %s (%d groups)".formatted(groups.get(0), groups.get(count - 1), count)
        : String.join(", ", groups);
  }
}
