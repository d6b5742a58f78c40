package org.retrograde.models.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.Origin;
import org.retrograde.reversible.storage.FileReasons;

/**
 * Reads tables, texts or Parquet by their first bytes, once from first to last. Columns of numbers
 * are features; of texts, one feature a category. The label is a class, by number or name, or a
 * number to predict. Errors name the file, the line and the column, both counted from 1: {@code
 * iris.csv:12:3: "abc" is not a number}.
 *
 * <p>It takes at most twice the memory of the rows that it returns, and that once for numbers in
 * Parquet, which says how many rows there are.
 */
public final class TableReader {

  private static final Pattern EXCEL = Pattern.compile("(?i)sep=.?");

  private final TableSettings settings;
  private final Cells cells;
  private final List<String> remarks = new ArrayList<>();
  private @Nullable TableBuilder builder;
  private @Nullable Columns columns;
  private long expected;

  TableReader(TableSettings settings) {
    this.settings = settings;
    this.cells = new Cells(settings.missingWords(), settings.decimal());
  }

  /**
   * Reads a file whose labels are in the last column, and tells the rest from its cells.
   *
   * @throws DataException if the file is missing, or not what it should be
   */
  public static LabeledData read(Path file) {
    return read(file, TableSettings.DEFAULT);
  }

  /**
   * Reads a file.
   *
   * @throws DataException if the file is missing, or not what it should be
   */
  public static LabeledData read(Path file, TableSettings settings) {
    return read(List.of(file), settings).data();
  }

  /**
   * Reads files of the same columns, one after the other.
   *
   * @param files at least one; the first tells what columns are
   * @throws DataException if a file is missing, or not what it should be
   */
  public static TableRows read(List<Path> files, TableSettings settings) {
    return new TableReader(settings).all(files);
  }

  private TableRows all(List<Path> files) {
    Map<String, String> sources = new LinkedHashMap<>();
    List<Integer> counts = new ArrayList<>();
    expected = rows(files);
    for (Path file : files) {
      int before = builder == null ? 0 : builder.rows();
      try (RowSource source = open(file, settings)) {
        remarks.addAll(source.remarks());
        TableBuilder rows = add(source);
        counts.add(rows.rows() - before);
        sources.put(source.name(), source.sha256());
      } catch (IOException e) {
        throw new DataException(file + ": cannot be read: " + FileReasons.of(e), e);
      }
    }
    if (builder == null) {
      throw new IllegalArgumentException("there must be a file");
    }
    return builder.rows(new Origin(sources, List.of(), remarks), counts);
  }

  /** Returns how many rows files say that they have; 0 if one does not say. */
  private long rows(List<Path> files) {
    long rows = 0;
    for (Path file : files) {
      try (RowSource source = open(file, settings)) {
        if (source.rows().isEmpty()) {
          return 0;
        }
        rows += source.rows().getAsLong();
      } catch (IOException e) {
        throw new DataException(file + ": cannot be read: " + FileReasons.of(e), e);
      }
    }
    return rows;
  }

  /** Opens a file for what it is. */
  static RowSource open(Path file, TableSettings settings) {
    return ParquetSource.recognises(file)
        ? ParquetSource.open(file, settings.dropped())
        : CsvSource.open(file, settings.separator());
  }

  private TableBuilder add(RowSource source) {
    Sample sample = Sample.of(source);
    Sample data = builder == null ? begun(source, sample) : continued(source, sample);
    TableBuilder rows = builder;
    if (rows == null) {
      throw new IllegalStateException("no columns are known");
    }
    data.rows().forEach(row -> rows.add(row.cells(), source.name(), row.line()));
    for (String[] next = source.next(); next != null; next = source.next()) {
      rows.add(List.of(next), source.name(), source.line());
    }
    return rows;
  }

  /** Tells from the first file what columns are, and returns its rows of data. */
  Sample begun(RowSource source, Sample sample) {
    List<String> names = source.columnNames().orElse(List.of());
    Sample data = sample;
    int count = names.size();
    if (names.isEmpty()) {
      if (sample.rows().isEmpty()) {
        throw new DataException(source.name() + ": no rows; expected at least one line");
      }
      Sample.Row first = sample.rows().get(0);
      count = requireColumns(source.name(), first);
      if (isHeader(source.name(), sample)) {
        names = first.cells().stream().map(Cells::onOneLine).toList();
        data = sample.withoutFirst();
      }
    }
    Columns found = new Columns(source.name(), names, count, settings);
    found.tellCategories(data, source.textColumns(), cells);
    columns = found;
    if (source.columnNames().isEmpty() && !names.isEmpty()) {
      remarks.add(
          "%s: its first row is read as a header: %s".formatted(source.name(), found.list()));
    }
    builder = new TableBuilder(source.name(), found, settings, cells, data, expected);
    return data;
  }

  /** Returns what columns are, once that is told. */
  Columns columns() {
    Columns known = columns;
    if (known == null) {
      throw new IllegalStateException("no columns are known");
    }
    return known;
  }

  private boolean isHeader(String name, Sample sample) {
    List<String> row = sample.rows().get(0).cells();
    return switch (settings.header()) {
      case FIRST_ROW -> true;
      case NONE -> false;
      case AUTO -> {
        int count = row.size();
        int label = new Columns(name, List.of(), count, unnamed(count)).label();
        FirstRow first = new FirstRow(sample, cells);
        boolean named = names(row);
        boolean header = named || first.isHeader(label);
        if (!header) {
          first
              .suspicion(label)
              .ifPresent(
                  reason ->
                      remarks.add(
                          ("warning: %s: its first row is read as data, but looks like a header"
                                  + " (%s); say data.header: first-row (init --header first-row) if"
                                  + " it is one, data.header: none if not")
                              .formatted(name, reason)));
        }
        yield header;
      }
    };
  }

  /** Returns whether the first row has the names by which settings call columns. */
  private boolean names(List<String> first) {
    List<String> called = new ArrayList<>(settings.dropped());
    called.addAll(settings.categorical());
    for (String column : new String[] {settings.label(), settings.group(), settings.time()}) {
      if (column != null) {
        called.add(column);
      }
    }
    return called.stream()
        .anyMatch(column -> !isIndex(column, first.size()) && first.contains(column));
  }

  /** Settings whose label may be called by index alone, since no names are known yet. */
  private TableSettings unnamed(int columns) {
    String label = settings.label();
    return label != null && isIndex(label, columns)
        ? TableSettings.DEFAULT.withLabel(label)
        : TableSettings.DEFAULT;
  }

  /** What counts further than there are columns can but be a name, such as a year. */
  private static boolean isIndex(String column, int columns) {
    return column.matches("\\d{1,9}") && Integer.parseInt(column) < columns;
  }

  private static int requireColumns(String name, Sample.Row first) {
    int count = first.cells().size();
    String cell = count == 0 ? "" : first.cells().get(0);
    if (EXCEL.matcher(cell).matches()) {
      throw new DataException(
          "%s:%d: \"%s\" tells Excel the separator, which is told from the rows; take the line out"
              .formatted(name, first.line(), cell));
    }
    if (count < 2 && cell.startsWith("#")) {
      throw new DataException(
          "%s:%d: \"%s\" is a comment, which tables do not have; take such lines out"
              .formatted(name, first.line(), Cells.shown(cell)));
    }
    if (count < 2) {
      throw new DataException(
          ("%s:%d: expected at least 2 columns, a feature and a label, got %d; cells are separated"
                  + " by commas, semicolons, tabs or bars (data.separator)")
              .formatted(name, first.line(), count));
    }
    return count;
  }

  /** Checks that another file has the same columns, and returns its rows of data. */
  private Sample continued(RowSource source, Sample sample) {
    Columns known = columns();
    List<String> names = source.columnNames().orElse(List.of());
    boolean header = false;
    if (names.isEmpty() && known.named() && !sample.rows().isEmpty()) {
      names = sample.rows().get(0).cells().stream().map(Cells::onOneLine).toList();
      header = true;
    }
    if (!names.isEmpty() && !names.equals(known.names())) {
      throw new DataException(
          "%s: its columns (%s) are not those of the first file (%s), in that order"
              .formatted(source.name(), String.join(", ", names), known.list()));
    }
    return header ? sample.withoutFirst() : sample;
  }
}
