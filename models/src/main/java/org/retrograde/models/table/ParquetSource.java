package org.retrograde.models.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.DataStream;

/**
 * Rows of a Parquet file, whose pages parquet-java decodes, one of each column in memory at a time.
 *
 * <p>The end of such a file says where its columns are, so it is not read from first to last: a
 * second look takes its hash.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/">The format</a>
 */
final class ParquetSource implements RowSource {

  /** What pandas names its row labels, which it puts behind the last column. */
  private static final Pattern INDEX = Pattern.compile("__index_level_\\d+__");

  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  private final Path path;
  private final String name;
  private final FileChannel file;
  private final ParquetFooter footer;
  private final List<String> indices;
  private final List<String> names;
  private final List<@Nullable ParquetColumn> columns = new ArrayList<>();
  private int group;
  private long left;
  private long line;

  private ParquetSource(Path path, String name, FileChannel file, List<String> dropped)
      throws IOException {
    this.path = path;
    this.name = name;
    this.file = file;
    this.footer = ParquetFooter.read(file);
    Map<Boolean, List<ParquetFooter.Field>> fields =
        footer.fields().stream()
            .collect(Collectors.partitioningBy(field -> INDEX.matcher(field.name()).matches()));
    this.indices = names(fields.getOrDefault(true, List.of()));
    List<ParquetFooter.Field> data = fields.getOrDefault(false, List.of());
    this.names = names(data);
    for (int j = 0; j < names.size(); j++) {
      columns.add(isCalled(j, dropped) ? null : new ParquetColumn(name, data.get(j)));
    }
  }

  private static List<String> names(List<ParquetFooter.Field> fields) {
    return fields.stream().map(field -> Cells.onOneLine(field.name())).toList();
  }

  /** Returns whether a file begins as those of Parquet do; not if it cannot be read. */
  static boolean recognises(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return Arrays.equals(MAGIC, in.readNBytes(MAGIC.length));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Opens a file.
   *
   * @param dropped columns that are not read, by name or index
   * @throws DataException if it is damaged, or has columns that are no columns of a table
   */
  static ParquetSource open(Path path, List<String> dropped) {
    Path last = path.getFileName();
    String name = last == null ? path.toString() : last.toString();
    try {
      FileChannel file = FileChannel.open(path);
      try {
        return new ParquetSource(path, name, file, dropped);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(name, e);
    }
  }

  private static DataException damaged(String name, Exception e) {
    String reason = e.getMessage();
    return new DataException(
        "%s: this Parquet file is damaged, or cannot be read: %s"
            .formatted(
                name, reason == null ? e.getClass().getSimpleName() : Cells.onOneLine(reason)),
        e);
  }

  private boolean isCalled(int column, List<String> dropped) {
    String index = String.valueOf(column);
    return dropped.contains(names.get(column))
        || (dropped.contains(index) && !names.contains(index));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<List<String>> columnNames() {
    return Optional.of(names);
  }

  @Override
  public Set<String> textColumns() {
    Set<String> texts = new LinkedHashSet<>();
    for (int j = 0; j < names.size(); j++) {
      ParquetColumn column = columns.get(j);
      if (column != null && column.isText()) {
        texts.add(names.get(j));
      }
    }
    return texts;
  }

  @Override
  public OptionalLong rows() {
    return OptionalLong.of(
        footer.content().row_groups.stream().mapToLong(rows -> Math.max(0, rows.num_rows)).sum());
  }

  @Override
  public String @Nullable [] next() {
    try {
      while (left == 0) {
        if (group == footer.content().row_groups.size()) {
          return null;
        }
        begin(footer.content().row_groups.get(group++));
      }
      left--;
      line++;
      String[] cells = new String[columns.size()];
      for (int j = 0; j < cells.length; j++) {
        ParquetColumn column = columns.get(j);
        cells[j] = column == null ? "" : column.next();
      }
      return cells;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // what a decoder trips over is of any kind
      throw damaged(name, e);
    }
  }

  private void begin(RowGroup rows) throws IOException {
    left = rows.num_rows;
    for (ParquetColumn column : columns) {
      if (column != null && left > 0) {
        column.begin(file, rows, footer.content().created_by);
      }
    }
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public List<String> remarks() {
    return indices.isEmpty()
        ? List.of()
        : List.of(
            "%s: the labels of rows that pandas keeps (%s) are left out"
                .formatted(name, String.join(", ", indices)));
  }

  @Override
  public String sha256() {
    try (DataStream whole = DataStream.open(path)) {
      return whole.sha256();
    } catch (IOException e) {
      throw damaged(name, e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
