package org.retrograde.models.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.ResizableDoubleArray;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;
import org.retrograde.models.data.Feature;
import org.retrograde.models.data.LabeledData;
import org.retrograde.models.data.Origin;

/** Gathers the cells of a table, row by row, into features and labels. */
final class TableBuilder {

  private static final String MISSING = "(missing)";
  private static final int MOST_CATEGORIES = 1000;
  private static final int FEW_CATEGORIES = 20;
  private static final int MOST_CLASSES = 65_536;
  private static final int MANY_CLASSES = 100;
  private static final int ROWS_OF_CLASS = 10;
  private static final int SHOWN = 5;

  /** What is smaller has parts of a thousandth or less in single precision. */
  private static final double LARGE = 1 << 14;

  /** So many steps of single precision tell the values of a column apart. */
  private static final int FEW_STEPS = 100;

  private final String file;
  private final Columns columns;
  private final TableSettings settings;
  private final Cells cells;
  private final boolean numbers;
  private final boolean wholeLabels;
  private final List<Integer> features;
  private final Map<Integer, Categories> categories;
  private final Categories classes = new Categories();
  private final Categories groups = new Categories();
  private final RowStore store;
  private final boolean[] known;
  private final double[] least;
  private final double[] most;
  private final float[] row;
  private final float[] target = new float[1];
  private final RowStore targets;
  private final ResizableDoubleArray times = new ResizableDoubleArray();
  private final ResizableDoubleArray groupsOfRows = new ResizableDoubleArray();
  private int dropped;
  private int imputed;

  /**
   * Makes one without rows.
   *
   * @param file the first one, for messages
   * @param columns with the roles of features
   * @param sample rows that tell what labels are
   * @param expected rows of all files, if they say how many they have; 0 if not
   */
  TableBuilder(
      String file,
      Columns columns,
      TableSettings settings,
      Cells cells,
      Sample sample,
      long expected) {
    this.file = file;
    this.columns = columns;
    this.settings = settings;
    this.cells = cells;
    this.features = columns.features();
    if (features.isEmpty()) {
      throw new DataException(file + ": no column is left for a feature beside that of labels");
    }
    this.categories = columns.categories();
    boolean all = categories.isEmpty() && settings.missing() != MissingCells.DROP;
    this.store = new RowStore(file, features.size(), all ? expected : 0);
    this.targets = new RowStore(file, 1, 0);
    this.row = new float[features.size()];
    this.known = new boolean[features.size()];
    this.least = new double[columns.count()];
    this.most = new double[columns.count()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    int label = columns.label();
    long labels = sample.count(label, cell -> !cells.isMissing(cell));
    long whole = sample.count(label, cells::isWhole);
    boolean fractions = whole < labels && sample.count(label, cells::isNumber) == labels;
    this.numbers =
        settings.target() == TargetKind.NUMBER
            || (settings.target() == TargetKind.AUTO && fractions);
    this.wholeLabels = !numbers && settings.target() == TargetKind.AUTO && whole == labels;
  }

  int rows() {
    return store.rows();
  }

  /**
   * Adds a row, or leaves it out for what it lacks.
   *
   * @param name of its file
   * @param line where it stands
   * @throws DataException if it has another number of cells than there are columns, or a cell is
   *     not what it should be
   */
  void add(List<String> values, String name, long line) {
    columns.requireCells(values, name, line);
    if (lacks(values, name, line)) {
      dropped++;
      return;
    }
    for (int i = 0; i < row.length; i++) {
      int column = features.get(i);
      String cell = values.get(column);
      boolean missing = cells.isMissing(cell);
      imputed += missing ? 1 : 0;
      known[i] |= !missing;
      row[i] = feature(column, cell, missing, name, line);
    }
    target[0] = target(values.get(columns.label()), place(name, line, columns.label()));
    for (int j = 0; j < columns.count(); j++) {
      if (columns.role(j) == Columns.Role.GROUP) {
        groupsOfRows.addElement(groups.code(values.get(j)));
      } else if (columns.role(j) == Columns.Role.TIME) {
        times.addElement(time(values.get(j), place(name, line, j)));
      }
    }
    targets.add(target);
    store.add(row);
  }

  /** Returns whether the row is left out. Labels, groups and times have nothing to stand in. */
  private boolean lacks(List<String> values, String name, long line) {
    for (int j = 0; j < columns.count(); j++) {
      Columns.Role role = columns.role(j);
      if (role == Columns.Role.NONE || !cells.isMissing(values.get(j))) {
        continue;
      }
      if (settings.missing() == MissingCells.REFUSE) {
        throw new DataException(
            ("%s: the cell \"%s\" of %s is missing; say data.missing: impute (%s), or"
                    + " data.missing: drop (the row is left out)")
                .formatted(
                    place(name, line, j),
                    Cells.shown(values.get(j)),
                    columns.quoted(j),
                    MissingCells.IMPUTE.meaning()));
      }
      boolean feature = role == Columns.Role.NUMBER || role == Columns.Role.CATEGORY;
      if (!feature || settings.missing() == MissingCells.DROP) {
        return true;
      }
    }
    return false;
  }

  private static String place(String name, long line, int column) {
    return "%s:%d:%d".formatted(name, line, column + 1);
  }

  private float feature(int column, String cell, boolean missing, String name, long line) {
    Categories texts = categories.get(column);
    if (texts != null) {
      int code = texts.code(missing ? MISSING : cells.canonical(Cells.onOneLine(cell)));
      if (texts.size() > MOST_CATEGORIES) {
        throw new DataException(
            "%s: %s has more than %d different texts: leave it out by data.drop-columns: [%s]"
                .formatted(
                    place(name, line, column),
                    columns.quoted(column),
                    MOST_CATEGORIES,
                    called(column)));
      }
      return code;
    }
    return missing ? Float.NaN : number(cell, column, name, line);
  }

  private float number(String cell, int column, String name, long line) {
    if (!cells.isNumber(cell)) {
      boolean infinite = cell.matches("(?i)[+-]?inf(inity)?");
      String hint = cells.hint(cell);
      throw new DataException(
          infinite
              ? notFinite(cell, place(name, line, column))
              : "%s: \"%s\" is not a number, as others of %s are%s"
                  .formatted(
                      place(name, line, column),
                      Cells.shown(cell),
                      columns.quoted(column),
                      hint.isEmpty()
                          ? ("; if it says that one is missing, data.missing-words: [%s]; if they"
                                  + " are categories, data.categorical: [%s]")
                              .formatted(Cells.shown(cell), called(column))
                          : hint));
    }
    float value = cells.number(cell);
    if (!Float.isFinite(value)) {
      throw new DataException(notFinite(cell, place(name, line, column)));
    }
    double exact = Math.abs(value) < LARGE ? value : cells.exact(cell);
    least[column] = Math.min(least[column], exact);
    most[column] = Math.max(most[column], exact);
    return value;
  }

  private static String notFinite(String cell, String place) {
    return "%s: a number must be finite and fit a float, got \"%s\""
        .formatted(place, Cells.shown(cell));
  }

  private String called(int column) {
    return columns.named() ? columns.name(column) : String.valueOf(column);
  }

  private float target(String cell, String place) {
    if (numbers) {
      if (!cells.isNumber(cell)) {
        throw new DataException(
            "%s: the number to predict (data.target: number) is \"%s\"%s"
                .formatted(place, Cells.shown(cell), cells.hint(cell)));
      }
      float value = (float) cells.exact(cell);
      if (!Float.isFinite(value)) {
        throw new DataException(notFinite(cell, place));
      }
      return value;
    }
    if (wholeLabels && !cells.isWhole(cell)) {
      throw new DataException(
          ("%s: the label \"%s\" is no whole number as those before it are; say data.target: number"
                  + " if labels are numbers to predict, data.target: classes if they are names%s")
              .formatted(place, Cells.shown(cell), cells.hint(cell)));
    }
    if (settings.target() == TargetKind.AUTO && !cells.hint(cell).isEmpty()) {
      throw new DataException(
          "%s: the label \"%s\" is no number%s"
              .formatted(place, Cells.shown(cell), cells.hint(cell)));
    }
    int code = classes.code(cells.canonical(Cells.onOneLine(cell)));
    if (classes.size() > MOST_CLASSES) {
      throw new DataException(
          "%s: there are more than %d different labels in %s; %s"
              .formatted(place, MOST_CLASSES, columns.quoted(columns.label()), NUMBERS));
    }
    return code;
  }

  private static final String NUMBERS =
      "if they are numbers to predict, say data.target: number (and model.loss: squared-error),"
          + " if it is the wrong column, data.label-column";

  private double time(String cell, String place) {
    if (cells.isNumber(cell)) {
      return cells.exact(cell);
    }
    OptionalDouble seconds = Times.seconds(cell);
    if (seconds.isEmpty()) {
      throw new DataException(
          ("%s: \"%s\" is no time; expected a number, or a date such as 2024-05-17 or 2024-05-17"
                  + " 08:30:00")
              .formatted(place, Cells.shown(cell)));
    }
    return seconds.getAsDouble();
  }

  /**
   * Returns what was added.
   *
   * @param origin files and remarks
   * @param counts rows of each file
   * @throws DataException if there was no row, or a column tells nothing
   */
  TableRows rows(Origin origin, List<Integer> counts) {
    int rows = store.rows();
    if (rows == 0) {
      throw new DataException(
          dropped == 0
              ? file + ": no rows; expected at least one line beside a header"
              : "%s: all %d rows lack a cell; say data.missing: impute".formatted(file, dropped));
    }
    requireSense(rows);
    requireOwnGroups(counts);
    List<Feature> described = described();
    List<String> remarks = new ArrayList<>(origin.remarks());
    remarks.addAll(remarks());
    Origin full =
        new Origin(
            origin.sources(),
            columns.named() || !categories.isEmpty() ? described : List.of(),
            remarks);
    float[] inputs = inputs(rows, described.size());
    return new TableRows(
        numbers
            ? LabeledData.ofNumbers(inputs, targets.take(), full)
            : LabeledData.ofNamed(inputs, ranked(), classes.names(), full),
        counts,
        settings.group() == null ? null : ints(groupsOfRows.getElements()),
        settings.time() == null ? null : times.getElements());
  }

  private void requireSense(int rows) {
    for (int i = 0; i < features.size(); i++) {
      int column = features.get(i);
      if (!known[i]) {
        throw new DataException(
            "%s: %s has no value in any row; leave it out by data.drop-columns: [%s]"
                .formatted(file, columns.quoted(column), called(column)));
      }
      Categories texts = categories.get(column);
      if (texts != null && texts.size() > FEW_CATEGORIES && 2 * texts.size() > rows) {
        throw new DataException(
            ("%s: %s has %d different texts in %d rows, so it names rows and tells nothing"
                    + " of others; leave it out by data.drop-columns: [%s]")
                .formatted(file, columns.quoted(column), texts.size(), rows, called(column)));
      }
    }
    int found = classes.size();
    boolean many = found > MANY_CLASSES && (long) found * ROWS_OF_CLASS > rows;
    if (!numbers && settings.target() == TargetKind.AUTO && many) {
      throw new DataException(
          "%s: %s has %d different labels in %d rows; %s, if they are classes, data.target: classes"
              .formatted(file, columns.quoted(columns.label()), found, rows, NUMBERS));
    }
  }

  /** A file of its own is a part of its own, and so are its groups. */
  private void requireOwnGroups(List<Integer> counts) {
    int[] fileOfGroup = new int[groups.size()];
    Arrays.fill(fileOfGroup, -1);
    SortedSet<Integer> shared = new TreeSet<>();
    int row = 0;
    for (int part = 0; settings.group() != null && part < counts.size(); part++) {
      for (int end = row + counts.get(part); row < end; row++) {
        int group = (int) groupsOfRows.getElement(row);
        if (fileOfGroup[group] >= 0 && fileOfGroup[group] != part) {
          shared.add(group);
        }
        fileOfGroup[group] = part;
      }
    }
    if (!shared.isEmpty()) {
      throw new DataException(
          ("%s: of the %d groups of data.group-column (%s), %d are in more than one of its files,"
                  + " the first \"%s\"; no group may be in two parts: take its rows out of one file"
                  + " (data.validation-file, data.test-file), or leave data.group-column out")
              .formatted(
                  file,
                  groups.size(),
                  settings.group(),
                  shared.size(),
                  Cells.shown(groups.name(shared.first()))));
    }
  }

  private List<Feature> described() {
    List<Feature> described = new ArrayList<>();
    for (int column : features) {
      Categories texts = categories.get(column);
      if (texts == null) {
        described.add(new Feature(columns.name(column)));
      } else {
        texts
            .names()
            .forEach(name -> described.add(new Feature(columns.name(column) + "=" + name, true)));
      }
    }
    return described;
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    categories.forEach(
        (column, texts) ->
            remarks.add(
                "%s: %s has %s"
                    .formatted(
                        file, columns.quoted(column), counted(texts, "category", "categories"))));
    List<String> plain = IntStream.range(0, classes.size()).mapToObj(String::valueOf).toList();
    if (!numbers && !classes.names().equals(plain)) {
      remarks.add(
          "%s: labels (%s) are %s"
              .formatted(
                  file, columns.quoted(columns.label()), counted(classes, "class", "classes")));
    }
    if (numbers) {
      remarks.add(
          "%s: labels (%s) are numbers to predict"
              .formatted(file, columns.quoted(columns.label())));
    }
    for (int column : features) {
      double spread = most[column] - least[column];
      float largest = (float) Math.max(Math.abs(least[column]), Math.abs(most[column]));
      if (spread > 0 && spread < FEW_STEPS * Math.ulp(largest)) {
        remarks.add(
            String.format(
                Locale.ROOT,
                "warning: %s: %s goes from %.10g to %.10g, where single precision has steps of"
                    + " %.2g; take its least number off first",
                file,
                columns.quoted(column),
                least[column],
                most[column],
                Math.ulp(largest)));
      }
    }
    if (dropped > 0) {
      remarks.add("%s: %d rows that lack a cell are left out".formatted(file, dropped));
    }
    if (imputed > 0) {
      remarks.add(
          "%s: %d missing cells are imputed: %s"
              .formatted(file, imputed, MissingCells.IMPUTE.meaning()));
    }
    return remarks;
  }

  private static String counted(Categories texts, String one, String many) {
    List<String> names = texts.names();
    return "%d %s: %s%s"
        .formatted(
            names.size(),
            names.size() == 1 ? one : many,
            String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
            names.size() > SHOWN ? ", ..." : "");
  }

  private static int[] ints(double[] values) {
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }

  private int[] ranked() {
    int[] ranks = classes.ranks();
    int[] labels = new int[targets.rows()];
    Arrays.setAll(labels, row -> ranks[(int) targets.get(row, 0)]);
    return labels;
  }

  private float[] inputs(int rows, int width) {
    if (categories.isEmpty()) {
      return store.take();
    }
    RowStore.requireMemory(file, (long) rows * width);
    float[] inputs = new float[rows * width];
    int first = 0;
    for (int i = 0; i < features.size(); i++) {
      Categories texts = categories.get(features.get(i));
      int @Nullable [] ranks = texts == null ? null : texts.ranks();
      for (int r = 0; r < rows; r++) {
        float value = store.get(r, i);
        if (ranks == null) {
          inputs[r * width + first] = value;
        } else {
          inputs[r * width + first + ranks[(int) value]] = 1;
        }
      }
      first += ranks == null ? 1 : ranks.length;
    }
    return inputs;
  }
}
