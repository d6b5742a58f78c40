package org.retrograde.models.table;

import java.util.Map;

/**
 * What the cells of a column are.
 *
 * @param name in the header, or where it stands
 * @param missing cells that are missing
 * @param numbers cells that are numbers; none where the format says that they are texts
 * @param whole cells that are numbers without a fraction
 * @param dates cells that are dates
 * @param distinct different cells that are not missing, at most {@link #MANY}
 * @param rises whether each cell is one more than that of the row before
 * @param codes whether its numbers are codes of classes, by {@link #areCodes}
 */
public record ColumnSurvey(
    String name,
    long missing,
    long numbers,
    long whole,
    long dates,
    int distinct,
    boolean rises,
    boolean codes) {

  /** So many different cells, or more: they are not counted further. */
  public static final int MANY = 1001;

  /** A class has so many rows, which the ends of a range of counts or ages rarely have. */
  private static final int ROWS_OF_CODE = 10;

  /**
   * Returns whether whole numbers count something from 0 or 1 without a gap, each of many rows, as
   * codes of classes do.
   *
   * @param rows of each different number, fewer than {@link #MANY}
   */
  public static boolean areCodes(Map<Double, Integer> rows) {
    double least = rows.keySet().stream().mapToDouble(value -> value).min().orElse(Double.NaN);
    double most = rows.keySet().stream().mapToDouble(value -> value).max().orElse(Double.NaN);
    return (least == 0 || least == 1)
        && most - least + 1 == rows.size()
        && rows.size() < MANY
        && rows.values().stream().allMatch(count -> count >= ROWS_OF_CODE);
  }

  /**
   * Returns whether its cells are texts.
   *
   * @param rows of the table
   */
  public boolean isText(long rows) {
    return 2 * numbers < rows - missing;
  }
}
