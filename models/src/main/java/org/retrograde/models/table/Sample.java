package org.retrograde.models.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The first rows of a file, which tell what its columns are. */
final class Sample {

  private static final int ROWS = 1000;

  private final List<Row> rows;

  private Sample(List<Row> rows) {
    this.rows = rows;
  }

  /**
   * A row.
   *
   * @param cells as they stand in the file
   * @param line where, counted from 1
   */
  record Row(List<String> cells, long line) {}

  /** Takes the first rows of a file. */
  static Sample of(RowSource source) {
    List<Row> rows = new ArrayList<>();
    while (rows.size() < ROWS) {
      String[] cells = source.next();
      if (cells == null) {
        break;
      }
      rows.add(new Row(List.of(cells), source.line()));
    }
    return new Sample(rows);
  }

  List<Row> rows() {
    return rows;
  }

  Sample withoutFirst() {
    return new Sample(rows.subList(1, rows.size()));
  }

  /** Returns how many rows have such a cell in a column. */
  long count(int column, Predicate<String> chosen) {
    return rows.stream()
        .filter(row -> column < row.cells().size() && chosen.test(row.cells().get(column)))
        .count();
  }

  /** Returns whether a column holds numbers, one or another mistyped, or all with another sign. */
  boolean isOfNumbers(int column, Cells cells) {
    long numbers = count(column, Cells::resemblesNumber);
    long known = count(column, cell -> !cells.isMissing(cell));
    return known == 0 || 2 * numbers >= known;
  }
}
