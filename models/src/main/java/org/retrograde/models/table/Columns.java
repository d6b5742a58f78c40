package org.retrograde.models.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.data.DataException;

/** What each column of a table is for. */
final class Columns {

  private static final int NAMES_SHOWN = 6;

  /** What a column is for. */
  enum Role {
    /** A feature. */
    NUMBER,
    /** One feature a category. */
    CATEGORY,
    /** What is to be predicted. */
    LABEL,
    /** What rows belong together by. */
    GROUP,
    /** What rows are ordered by. */
    TIME,
    /** Nothing. */
    NONE
  }

  private final String file;
  private final List<String> names;
  private final boolean named;
  private final Role[] roles;
  private final int label;

  /**
   * Gives out the roles but those of features, which the cells tell.
   *
   * @param file for messages
   * @param names of the columns, empty where they have none
   * @param count of columns
   * @throws DataException if a column that settings call is not there, or called twice
   */
  Columns(String file, List<String> names, int count, TableSettings settings) {
    this.file = file;
    this.named = !names.isEmpty();
    this.names =
        named ? names : IntStream.range(0, count).mapToObj(j -> "column " + (j + 1)).toList();
    this.roles = new Role[count];
    Arrays.fill(roles, Role.NUMBER);
    String called = settings.label();
    this.label = called == null ? count - 1 : index("data.label-column", called);
    roles[label] = Role.LABEL;
    settings.dropped().forEach(column -> give(Role.NONE, "data.drop-columns", column));
    give(Role.GROUP, "data.group-column", settings.group());
    give(Role.TIME, "data.time-column", settings.time());
    settings.categorical().forEach(column -> give(Role.CATEGORY, "data.categorical", column));
  }

  private void give(Role role, String key, @Nullable String column) {
    if (column == null) {
      return;
    }
    int at = index(key, column);
    if (roles[at] != Role.NUMBER) {
      throw new DataException(
          "%s: %s (%s) is already the column of %s; a column is called once"
              .formatted(file, quoted(at), key, inWords(roles[at])));
    }
    roles[at] = role;
  }

  private static String inWords(Role role) {
    return switch (role) {
      case LABEL -> "labels";
      case GROUP -> "groups";
      case TIME -> "times";
      case CATEGORY -> "a category";
      case NUMBER -> "numbers";
      case NONE -> "nothing";
    };
  }

  private int index(String key, String column) {
    int byName = named ? names.indexOf(column) : -1;
    if (byName >= 0) {
      if (names.lastIndexOf(column) > byName) {
        throw new DataException(
            "%s: two columns are named '%s' (%s); call one by its index from 0"
                .formatted(file, column, key));
      }
      return byName;
    }
    if (column.matches("\\d{1,9}") && Integer.parseInt(column) < roles.length) {
      return Integer.parseInt(column);
    }
    throw new DataException(
        "%s: there is no column '%s' (%s); a column is called by an index from 0 to %d%s"
            .formatted(
                file, column, key, roles.length - 1, named ? ", or by its name: " + list() : ""));
  }

  /** Returns the names, for people. */
  String list() {
    return names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
        + (names.size() > NAMES_SHOWN ? ", ..." : "");
  }

  /**
   * Makes features whose cells are texts categories.
   *
   * @param rows that show what cells are
   * @param texts names of columns that are texts, whatever they look like
   */
  void tellCategories(Sample rows, Set<String> texts, Cells cells) {
    for (int j = 0; j < roles.length; j++) {
      boolean text = texts.contains(names.get(j)) || !rows.isOfNumbers(j, cells);
      if (roles[j] == Role.NUMBER && text) {
        roles[j] = Role.CATEGORY;
      }
    }
  }

  int count() {
    return roles.length;
  }

  /**
   * Checks that a row has a cell for each column.
   *
   * @throws DataException if it has more or fewer
   */
  void requireCells(List<String> row, String name, long line) {
    if (row.size() != count()) {
      throw new DataException(
          "%s:%d: expected %d columns as in the first row, got %d"
              .formatted(name, line, count(), row.size()));
    }
  }

  int label() {
    return label;
  }

  boolean named() {
    return named;
  }

  List<String> names() {
    return names;
  }

  String name(int column) {
    return names.get(column);
  }

  /** Returns what a column is called in a sentence. */
  String quoted(int column) {
    return named ? "column '" + names.get(column) + "'" : names.get(column);
  }

  Role role(int column) {
    return roles[column];
  }

  /** Returns the columns of features, in order. */
  List<Integer> features() {
    return IntStream.range(0, roles.length)
        .filter(j -> roles[j] == Role.NUMBER || roles[j] == Role.CATEGORY)
        .boxed()
        .toList();
  }

  /** Returns the categories of each column that has some, none known yet. */
  Map<Integer, Categories> categories() {
    Map<Integer, Categories> categories = new LinkedHashMap<>();
    List<Integer> features = new ArrayList<>(features());
    features.removeIf(j -> roles[j] != Role.CATEGORY);
    features.forEach(j -> categories.put(j, new Categories()));
    return categories;
  }
}
