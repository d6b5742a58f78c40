package org.retrograde.hypergrad.hyperparameter;

import java.util.Arrays;

/**
 * Which raw columns each place takes its value from: places with the same column move together. A
 * place may have a second column, its factor: its raw number is then the sum of both, so that where
 * raw numbers are logarithms its value is the product of two. A place with neither is left as it
 * is.
 */
public final class Tying {

  private static final int NONE = -1;

  private final int columns;
  private final int[] columnOf;
  private final int[] factorOf;

  /**
   * Ties places to columns.
   *
   * @param columns number of raw columns, at least 1; each needs a place
   * @param columnOf column of each place, in [-1, columns)
   */
  public Tying(int columns, int[] columnOf) {
    this(columns, columnOf, none(columnOf.length));
  }

  /**
   * Ties places to sums of two columns.
   *
   * @param columns number of raw columns, at least 1; each needs a place
   * @param columnOf column of each place, in [-1, columns)
   * @param factorOf factor of each place, another column, in [-1, columns)
   */
  public Tying(int columns, int[] columnOf, int[] factorOf) {
    this.columns = columns;
    this.columnOf = columnOf.clone();
    this.factorOf = factorOf.clone();
    boolean[] used = new boolean[Math.max(columns, 0)];
    markUsed(used, columnOf);
    markUsed(used, factorOf);
    if (factorOf.length != columnOf.length) {
      throw new IllegalArgumentException(
          "%d places have columns, %d have factors".formatted(columnOf.length, factorOf.length));
    }
    for (int column = 0; column < Math.max(columns, 1); column++) {
      if (columns < 1 || !used[column]) {
        throw new IllegalArgumentException(
            "no place has column %d of %d: %s"
                .formatted(column, columns, Arrays.toString(columnOf)));
      }
    }
  }

  private static int[] none(int places) {
    int[] none = new int[places];
    Arrays.fill(none, NONE);
    return none;
  }

  private static void markUsed(boolean[] used, int[] columnOf) {
    for (int column : columnOf) {
      if (column < NONE || column >= used.length) {
        throw new IllegalArgumentException(
            "columns must be in [-1, %d), got %d".formatted(used.length, column));
      }
      if (column >= 0) {
        used[column] = true;
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
      columns[i] = moving[i] ? next++ : NONE;
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

  /** Returns the column of a place's factor, or -1. */
  public int factor(int place) {
    return factorOf[place];
  }

  /** Returns whether a place moves. */
  public boolean moves(int place) {
    return columnOf[place] >= 0 || factorOf[place] >= 0;
  }

  /** Returns whether any place has a factor. */
  public boolean hasFactors() {
    return Arrays.stream(factorOf).anyMatch(factor -> factor >= 0);
  }

  /** Returns whether a column is the factor of a place that has a column of its own, too. */
  public boolean isFactor(int column) {
    for (int place = 0; place < columnOf.length; place++) {
      if (factorOf[place] == column && columnOf[place] >= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the raw number of a place that moves.
   *
   * @param raw numbers of all columns, from {@code offset}
   */
  public double of(double[] raw, int offset, int place) {
    int column = columnOf[place];
    int factor = factorOf[place];
    if (factor < 0) {
      return raw[offset + column];
    }
    return column < 0 ? raw[offset + factor] : raw[offset + column] + raw[offset + factor];
  }

  /**
   * Pulls a derivative with respect to the raw number of a place back to the columns.
   *
   * @param result sums of all columns, from {@code offset}. Modified.
   */
  void pullBack(double derivative, int place, double[] result, int offset) {
    if (columnOf[place] >= 0) {
      result[offset + columnOf[place]] += derivative;
    }
    if (factorOf[place] >= 0) {
      result[offset + factorOf[place]] += derivative;
    }
  }

  /**
   * Writes where a place that moves starts: a factor beside a column stays as it is.
   *
   * @param raw numbers of all columns, from {@code offset}. Modified.
   */
  void start(double value, int place, double[] raw, int offset) {
    int column = columnOf[place] >= 0 ? columnOf[place] : factorOf[place];
    raw[offset + column] = value;
  }
}
