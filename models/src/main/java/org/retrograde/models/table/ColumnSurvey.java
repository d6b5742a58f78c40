package org.retrograde.models.table;

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
 */
public record ColumnSurvey(
    String name, long missing, long numbers, long whole, long dates, int distinct, boolean rises) {

  /** So many different cells, or more: they are not counted further. */
  public static final int MANY = 1001;

  /**
   * Returns whether its cells are texts.
   *
   * @param rows of the table
   */
  public boolean isText(long rows) {
    return 2 * numbers < rows - missing;
  }
}
