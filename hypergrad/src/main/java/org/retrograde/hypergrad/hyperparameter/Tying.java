package org.retrograde.hypergrad.hyperparameter;

import java.util.Arrays;

/**
 * Which raw column each place takes its value from: places with the same column move together, and
 * a place with column -1 is left as it is.
 */
public final class Tying {

  private final int columns;
  private final int[] columnOf;

  /**
   * Ties places to columns.
   *
   * @param columns number of raw columns, at least 1; each needs a place
   * @param columnOf column of each place, in [-1, columns)
   */
  public Tying(int columns, int[] columnOf) {
    this.columns = columns;
    this.columnOf = columnOf.clone();
    boolean[] used = new boolean[Math.max(columns, 0)];
    for (int column : columnOf) {
      if (column < -1 || column >= columns) {
        throw new IllegalArgumentException(
            "columns must be in [-1, %d), got %d".formatted(columns, column));
      }
      if (column >= 0) {
        used[column] = true;
      }
    }
    for (int column = 0; column < Math.max(columns, 1); column++) {
      if (columns < 1 || !used[column]) {
        throw new IllegalArgumentException(
            "no place has column %d of %d: %s"
                .formatted(column, columns, Arrays.toString(columnOf)));
      }
    }
  }

  /** Every place moves by itself. */
  public static Tying free(int places) {
    int[] columns = new int[places];
    Arrays.setAll(columns, i -> i);
    return new Tying(places, columns);
  }

  /** All places move together. */
  public static Tying shared(int places) {
    return new Tying(1, new int[places]);
  }

  /** The given places move by themselves, the others stay. */
  public static Tying only(boolean[] moving) {
    int[] columns = new int[moving.length];
    int next = 0;
    for (int i = 0; i < moving.length; i++) {
      columns[i] = moving[i] ? next++ : -1;
    }
    return new Tying(next, columns);
  }

  /** Returns the number of raw columns. */
  public int columns() {
    return columns;
  }

  /** Returns the number of places. */
  public int places() {
    return columnOf.length;
  }

  /** Returns the column of a place, or -1. */
  public int column(int place) {
    return columnOf[place];
  }
}
