package org.retrograde.models.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.retrograde.reversible.storage.FileReasons;

/**
 * Reads a CSV file of numbers: one row a line, one column of integer labels, every other column a
 * feature. Plain or compressed by gzip, UTF-8, comma-separated, cells quoted or not.
 *
 * <p>The first line is a header, and gives the features their names, if none of its cells is a
 * number or that of the label is none; {@link CsvHeader} says otherwise. Where it is read as data,
 * but has the looks of a header of numbers, a remark says so. Empty lines are ignored. Errors name
 * the file, the line and the column, both counted from 1: {@code iris.csv:12:3: "abc" is not a
 * number}.
 */
public final class CsvReader {
  /** Says that the labels are in the last column. */
  public static final int LAST_COLUMN = CsvRows.LAST_COLUMN;

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(true).setIgnoreSurroundingSpaces(true).get();

  private CsvReader() {}

  /**
   * Reads a file whose labels are in the last column.
   *
   * @param file the file
   * @return the rows in file order; as many classes as the largest label needs
   * @throws DataException if the file is missing or a cell is not what it should be
   */
  public static LabeledData read(Path file) {
    return read(file, LAST_COLUMN);
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param labelColumn index of the column of labels, from 0, or {@link #LAST_COLUMN}
   * @return the rows in file order; as many classes as the largest label needs
   * @throws DataException if the file is missing, has no rows or no such column, or a cell is not
   *     what it should be
   */
  public static LabeledData read(Path file, int labelColumn) {
    return read(file, labelColumn, CsvHeader.AUTO);
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param labelColumn index of the column of labels, from 0, or {@link #LAST_COLUMN}
   * @param header what its first line is
   * @return the rows in file order; as many classes as the largest label needs
   * @throws DataException if the file is missing, has no rows or no such column, or a cell is not
   *     what it should be
   */
  public static LabeledData read(Path file, int labelColumn, CsvHeader header) {
    return read(DataFile.read(file), labelColumn, header);
  }

  /**
   * Reads a file that is in memory.
   *
   * @param file the file
   * @param labelColumn index of the column of labels, from 0, or {@link #LAST_COLUMN}
   * @return the rows in file order; as many classes as the largest label needs
   * @throws DataException if it has no rows or no such column, or a cell is not what it should be
   */
  public static LabeledData read(DataFile file, int labelColumn) {
    return read(file, labelColumn, CsvHeader.AUTO);
  }

  private static LabeledData read(DataFile file, int labelColumn, CsvHeader header) {
    byte[] content = file.content();
    Optional<String> complaint = NoText.complaint(content);
    if (complaint.isPresent()) {
      throw new DataException(file.name() + ": " + complaint.get());
    }
    String text = new String(content, StandardCharsets.UTF_8);
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    CsvRows rows = new CsvRows(file.name(), labelColumn, header);
    try (CSVParser parser = CSVParser.parse(withoutMark, FORMAT)) {
      readAll(parser, rows, file.name());
    } catch (IOException e) {
      throw new DataException(file.name() + ": cannot be read: " + FileReasons.of(e), e);
    }
    return rows.toData(Map.of(file.name(), file.sha256()));
  }

  private static void readAll(CSVParser parser, CsvRows rows, String name) {
    try {
      for (CSVRecord row : parser) {
        rows.add(row.values(), parser.getCurrentLineNumber());
      }
    } catch (UncheckedIOException e) {
      throw new DataException(
          "%s:%d: %s".formatted(name, parser.getCurrentLineNumber(), e.getMessage()), e);
    }
  }
}
