package org.retrograde.models.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.storage.FileReasons;

/**
 * What a table is, before anything is said about it.
 *
 * @param rows without a header
 * @param named whether the columns have names
 * @param decimal what stands before fractions
 * @param columns in their order
 */
public record TableSurvey(
    long rows, boolean named, DecimalSign decimal, List<ColumnSurvey> columns) {

  /** Copies the list. */
  public TableSurvey {
    columns = List.copyOf(columns);
  }

  /**
   * Looks at every row of a file once.
   *
   * @param said what stands before fractions, null to tell from the cells
   * @param header what the first row is
   * @throws DataException if the file is missing, or no table, or its commas may part thousands
   */
  public static TableSurvey of(Path file, @Nullable DecimalSign said, HeaderRow header) {
    DecimalSign decimal = said == null ? decimal(file) : said;
    TableSettings settings =
        new TableSettings(
            header,
            Separator.AUTO,
            decimal,
            MissingCells.IMPUTE,
            List.of(),
            TargetKind.AUTO,
            null,
            List.of(),
            List.of(),
            null,
            null);
    try (RowSource source = TableReader.open(file, settings)) {
      Cells cells = new Cells(List.of(), decimal);
      Sample sample = Sample.of(source);
      TableReader reader = new TableReader(settings);
      Sample data = reader.begun(source, sample);
      Columns columns = reader.columns();
      if (source.columnNames().isEmpty() && decimal == DecimalSign.POINT) {
        requireNoThousands(data, columns.count(), cells, source.name());
      }
      List<Tally> tallies =
          IntStream.range(0, columns.count())
              .mapToObj(j -> new Tally(columns.name(j), source.textColumns()))
              .toList();
      long rows = data.rows().size();
      data.rows().forEach(row -> look(row.cells(), columns, tallies, cells, source, row.line()));
      for (String[] next = source.next(); next != null; next = source.next()) {
        look(List.of(next), columns, tallies, cells, source, source.line());
        rows++;
      }
      return new TableSurvey(
          rows, columns.named(), decimal, tallies.stream().map(Tally::survey).toList());
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + FileReasons.of(e), e);
    }
  }

  /**
   * A column of numbers with commas tells that points are none, unless they may part thousands,
   * which tells nothing.
   */
  private static DecimalSign decimal(Path file) {
    Cells points = new Cells(List.of(), DecimalSign.POINT);
    try (RowSource source = TableReader.open(file, TableSettings.DEFAULT)) {
      if (source.columnNames().isPresent()) { // its numbers are no texts
        return DecimalSign.POINT;
      }
      Sample sample = Sample.of(source);
      long commas = 0;
      long fractions = 0;
      for (Sample.Row row : sample.rows()) {
        for (String cell : row.cells()) {
          commas += points.hint(cell).isEmpty() || Cells.mayHaveThousands(cell) ? 0 : 1;
          fractions += points.isNumber(cell) && cell.indexOf('.') >= 0 ? 1 : 0;
        }
      }
      return commas > fractions ? DecimalSign.COMMA : DecimalSign.POINT;
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + FileReasons.of(e), e);
    }
  }

  /** Such columns would be taken for texts, or for numbers a thousand times too small. */
  private static void requireNoThousands(Sample rows, int columns, Cells cells, String name) {
    for (int j = 0; j < columns; j++) {
      long parted = rows.count(j, Cells::mayHaveThousands);
      long known = rows.count(j, cell -> !cells.isMissing(cell));
      if (parted == 0 || 2 * (parted + rows.count(j, cells::isNumber)) < known) {
        continue;
      }
      int column = j;
      Sample.Row row =
          rows.rows().stream()
              .filter(each -> column < each.cells().size())
              .filter(each -> Cells.mayHaveThousands(each.cells().get(column)))
              .findFirst()
              .orElseThrow();
      String cell = row.cells().get(column);
      throw new DataException(
          ("%s:%d:%d: \"%s\" has commas, which may part thousands or stand before a fraction; write"
                  + " thousands without them, or say --decimal comma if it is a fraction")
              .formatted(name, row.line(), column + 1, Cells.shown(cell)));
    }
  }

  private static void look(
      List<String> row,
      Columns columns,
      List<Tally> tallies,
      Cells cells,
      RowSource source,
      long line) {
    columns.requireCells(row, source.name(), line);
    for (int j = 0; j < row.size(); j++) {
      tallies.get(j).add(row.get(j), cells);
    }
  }

  /** Counts the cells of a column. */
  private static final class Tally {
    private final String name;
    private final boolean text;
    private final Set<String> distinct = new HashSet<>();
    private final Map<Double, Integer> rowsOfWhole = new HashMap<>();
    private long missing;
    private long numbers;
    private long whole;
    private long dates;
    private boolean rises = true;
    private double last = Double.NaN;

    /**
     * Makes one without a cell.
     *
     * @param texts names of columns that are texts, whatever they look like
     */
    Tally(String name, Set<String> texts) {
      this.name = name;
      this.text = texts.contains(name);
    }

    void add(String cell, Cells cells) {
      if (cells.isMissing(cell)) {
        missing++;
        rises = false;
        return;
      }
      if (distinct.size() < ColumnSurvey.MANY) {
        distinct.add(cell);
      }
      boolean isNumber = !text && cells.isNumber(cell);
      boolean isWhole = isNumber && cells.isWhole(cell);
      double value = isWhole ? cells.exact(cell) : Double.NaN;
      numbers += isNumber ? 1 : 0;
      whole += isWhole ? 1 : 0;
      dates += !isNumber && Times.seconds(cell).isPresent() ? 1 : 0;
      rises &= isWhole && (Double.isNaN(last) || value == last + 1);
      last = value;
      if (isWhole && rowsOfWhole.size() < ColumnSurvey.MANY) {
        rowsOfWhole.merge(value, 1, Integer::sum);
      }
    }

    ColumnSurvey survey() {
      return new ColumnSurvey(
          name,
          missing,
          numbers,
          whole,
          dates,
          distinct.size(),
          rises,
          ColumnSurvey.areCodes(rowsOfWhole));
    }
  }
}
