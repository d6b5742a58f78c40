package org.retrograde.reports.html.element;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table.
 *
 * @param caption what it shows
 * @param header column names
 * @param rows cells by row; the first cell of a row names it
 * @param choice the value of the section's control at which the table is shown, or null for always
 */
public record Table(
    String caption, List<String> header, List<List<Cell>> rows, @Nullable String choice)
    implements Block {

  /** Copies the lists. */
  public Table {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  /** A table that is always shown. */
  public Table(String caption, List<String> header, List<List<Cell>> rows) {
    this(caption, header, rows, null);
  }
}
