package org.retrograde.models.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.LabeledData;

/** All rows of one or more files, one after the other. */
public final class TableRows {

  private final LabeledData data;
  private final List<Integer> counts;
  private final int @Nullable [] groups;
  private final double @Nullable [] times;

  /**
   * Takes the arrays as they are.
   *
   * @param counts rows of each file
   * @param groups what group each row is of, null where none is asked for
   * @param times what rows are ordered by, null where by nothing
   */
  TableRows(
      LabeledData data, List<Integer> counts, int @Nullable [] groups, double @Nullable [] times) {
    this.data = data;
    this.counts = List.copyOf(counts);
    this.groups = groups;
    this.times = times;
  }

  /** Returns the rows, in the order of the files; a feature that is NaN is missing. */
  public LabeledData data() {
    return data;
  }

  /** Returns the number of rows of each file. */
  public List<Integer> counts() {
    return counts;
  }

  /** Returns the number of the group of each row, counted as they begin; null without groups. */
  int @Nullable [] groups() {
    return groups;
  }

  /** Returns what rows are ordered by; null where by nothing. */
  double @Nullable [] times() {
    return times;
  }
}
