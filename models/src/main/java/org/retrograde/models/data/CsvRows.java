package org.retrograde.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Gathers the cells of a CSV file, row by row, into features and labels. */
final class CsvRows {

  /** Says that the labels are in the last column. */
  static final int LAST_COLUMN = -1;

  private static final Pattern INTEGER = Pattern.compile("\\+?\\d{1,9}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);
  private static final Map<String, String> SEPARATORS = new LinkedHashMap<>();

  static {
    SEPARATORS.put(";", "semicolons");
    SEPARATORS.put("\t", "tabs");
    SEPARATORS.put("|", "pipes");
    SEPARATORS.put(" ", "spaces");
  }

  private static final int MAX_LABEL = 65_535;
  private static final int LONGEST_NUMBER = 400;
  private static final int LONGEST_SHOWN = 40;
  private static final int NAMES_SHOWN = 6;

  private final String file;
  private final int labelColumn;
  private final CsvHeader header;
  private final List<String> names = new ArrayList<>();
  private final List<float[]> features = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private int columns;

  CsvRows(String file, int labelColumn, CsvHeader header) {
    this.file = file;
    this.labelColumn = labelColumn;
    this.header = header;
  }

  /**
   * Adds a row, or takes it as the header if it is the first and one.
   *
   * @throws DataException if it has another number of cells than the first row, or a cell is not
   *     what it should be
   */
  void add(String[] cells, long line) {
    if (columns == 0) {
      columns = requireColumns(cells, line);
      if (isHeader(cells)) {
        names.addAll(Arrays.stream(cells).map(CsvRows::onOneLine).toList());
        return;
      }
    }
    if (cells.length != columns) {
      throw new DataException(
          "%s:%d: expected %d columns as in the first row, got %d"
              .formatted(file, line, columns, cells.length));
    }
    int labelAt = labelAt();
    float[] row = new float[columns - 1];
    for (int i = 0, j = 0; i < columns; i++) {
      if (i != labelAt) {
        row[j++] = number(cells[i], place(line, i));
      }
    }
    labels.add(label(cells, line));
    features.add(row);
  }

  /**
   * Returns what was added.
   *
   * @throws DataException if there was no row
   */
  LabeledData toData(Map<String, String> sources) {
    if (features.isEmpty()) {
      throw new DataException(file + ": no rows; expected at least one line of numbers");
    }
    int width = columns - 1;
    if ((long) features.size() * width > Integer.MAX_VALUE) {
      throw new DataException(
          "%s: %d rows of %d features do not fit one array of %d values"
              .formatted(file, features.size(), width, Integer.MAX_VALUE));
    }
    float[] inputs = new float[features.size() * width];
    for (int i = 0; i < features.size(); i++) {
      System.arraycopy(features.get(i), 0, inputs, i * width, width);
    }
    int[] classes = labels.stream().mapToInt(Integer::intValue).toArray();
    int largest = labels.stream().mapToInt(Integer::intValue).max().orElse(0);
    return LabeledData.wrap(inputs, classes, largest + 1, origin(sources));
  }

  private Origin origin(Map<String, String> sources) {
    List<String> featureNames = new ArrayList<>(names);
    if (names.isEmpty()) {
      return new Origin(sources, featureNames, readAsData().stream().toList());
    }
    featureNames.remove(labelAt());
    String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
    return new Origin(
        sources,
        featureNames,
        List.of(
            "%s: its first row is read as a header: %s%s"
                .formatted(file, shown, names.size() > NAMES_SHOWN ? ", ..." : "")));
  }

  private Optional<String> readAsData() {
    return header == CsvHeader.NONE
        ? Optional.empty()
        : FirstRow.suspicion(features, labels)
            .map(
                reason ->
                    ("warning: %s: its first row is read as data, but looks like a header (%s); say"
                            + " data.header: first-row if it is one, data.header: none if not")
                        .formatted(file, reason));
  }

  private int requireColumns(String[] cells, long line) {
    int count = cells.length;
    if (count < 2) {
      throw new DataException(
          "%s:%d: expected at least 2 columns, a feature and a label, got %d%s"
              .formatted(file, line, count, separator(String.join("", cells), true)));
    }
    if (labelColumn >= count || labelColumn < LAST_COLUMN) {
      throw new DataException(
          "%s:%d: the label column must be an index from 0 to %d, got %d"
              .formatted(file, line, count - 1, labelColumn));
    }
    return count;
  }

  private int labelAt() {
    return labelColumn == LAST_COLUMN ? columns - 1 : labelColumn;
  }

  private String place(long line, int column) {
    return "%s:%d:%d".formatted(file, line, column + 1);
  }

  /** A quoted name may go over several lines. */
  private static String onOneLine(String name) {
    return name.replaceAll("\\s+", " ");
  }

  /**
   * Spreadsheets of some languages write other separators than commas.
   *
   * @param alone whether there is no other cell; words of several parts have spaces too
   */
  private static String separator(String cell, boolean alone) {
    for (Map.Entry<String, String> other : SEPARATORS.entrySet()) {
      String[] parts = cell.split(Pattern.quote(other.getKey()), -1);
      boolean apart = alone || !other.getKey().equals(" ");
      if (parts.length > 1 && (apart || Arrays.stream(parts).allMatch(CsvRows::isNumber))) {
        return "; its columns seem to be separated by %s: save it with commas, and decimal points"
            .formatted(other.getValue());
      }
    }
    return "";
  }

  private static String shown(String cell) {
    return cell.length() <= LONGEST_SHOWN ? cell : cell.substring(0, LONGEST_SHOWN) + "...";
  }

  /** A label that is no number can be in no row; a feature may have been mistyped. */
  private boolean isHeader(String[] cells) {
    return switch (header) {
      case FIRST_ROW -> true;
      case NONE -> false;
      case AUTO -> !isNumber(cells[labelAt()]) || Arrays.stream(cells).noneMatch(CsvRows::isNumber);
    };
  }

  private static boolean isNumber(String cell) {
    return matches(NUMBER, cell) || matches(NOT_FINITE, cell);
  }

  private static float number(String cell, String place) {
    boolean decimal = matches(NUMBER, cell);
    if (!decimal && !matches(NOT_FINITE, cell)) {
      throw new DataException(
          "%s: \"%s\" is not a number%s".formatted(place, shown(cell), separator(cell, false)));
    }
    float value = decimal ? Float.parseFloat(cell) : Float.NaN;
    if (!Float.isFinite(value)) {
      throw new DataException(
          "%s: a feature must be finite and fit a float, got \"%s\"".formatted(place, shown(cell)));
    }
    return value;
  }

  private int label(String[] cells, long line) {
    String cell = cells[labelAt()];
    if (!isLabel(cell)) {
      String hint = separator(cell, false);
      throw new DataException(
          "%s: a label must be an integer from 0 to %d, got \"%s\"%s"
              .formatted(
                  place(line, labelAt()),
                  MAX_LABEL,
                  shown(cell),
                  hint.isEmpty() ? firstColumn(cells[0]) : hint));
    }
    return Integer.parseInt(cell);
  }

  private static boolean isLabel(String cell) {
    return matches(INTEGER, cell) && Integer.parseInt(cell) <= MAX_LABEL;
  }

  /** Many files have their labels first; in later rows it is the cell that is wrong. */
  private String firstColumn(String cell) {
    return labelColumn == LAST_COLUMN && features.isEmpty() && isLabel(cell)
        ? "; if the labels are in the first column, say data.label-column: 0"
        : "";
  }

  /** No number is longer; a pattern may take the square of a cell's length to say so. */
  private static boolean matches(Pattern pattern, String cell) {
    return cell.length() <= LONGEST_NUMBER && pattern.matcher(cell).matches();
  }
}
