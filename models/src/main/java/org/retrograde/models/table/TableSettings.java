package org.retrograde.models.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a table is to be read. A column is called by its name in the header, or by its index from 0.
 *
 * @param header what the first row is
 * @param separator between cells of a row
 * @param decimal before the fraction of a number
 * @param missing what is done where a cell is missing
 * @param missingWords cells that are missing besides empty ones, {@code NA}, {@code NaN}, {@code
 *     null}, {@code ?} and their like
 * @param target what the column of labels holds
 * @param label the column of labels, null for the last
 * @param dropped columns that are left out
 * @param categorical columns whose numbers are names of categories
 * @param group the column by whose cells rows belong together, null for none
 * @param time the column of numbers or dates that rows are ordered by, null for none
 */
public record TableSettings(
    HeaderRow header,
    Separator separator,
    DecimalSign decimal,
    MissingCells missing,
    List<String> missingWords,
    TargetKind target,
    @Nullable String label,
    List<String> dropped,
    List<String> categorical,
    @Nullable String group,
    @Nullable String time) {

  /** Tells everything from the file; its labels are in the last column, and no cell is missing. */
  public static final TableSettings DEFAULT =
      new TableSettings(
          HeaderRow.AUTO,
          Separator.AUTO,
          DecimalSign.POINT,
          MissingCells.REFUSE,
          List.of(),
          TargetKind.AUTO,
          null,
          List.of(),
          List.of(),
          null,
          null);

  /** Copies the lists. */
  public TableSettings {
    missingWords = List.copyOf(missingWords);
    dropped = List.copyOf(dropped);
    categorical = List.copyOf(categorical);
  }

  /** Returns the same with the labels in another column. */
  public TableSettings withLabel(String column) {
    return new TableSettings(
        header,
        separator,
        decimal,
        missing,
        missingWords,
        target,
        column,
        dropped,
        categorical,
        group,
        time);
  }
}
