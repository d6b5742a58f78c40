package org.retrograde.reversible.optimizer;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One number for every coefficient, step and parameter group: the schedules of a run, or the
 * derivative of its objective with respect to them.
 */
public final class CoefficientTable {

  private final int steps;
  private final int groups;
  private final Map<Coefficient, double[][]> values = new EnumMap<>(Coefficient.class);

  /**
   * Makes a table of zeros.
   *
   * @param steps T, at least 1
   * @param groups number of parameter groups, at least 1
   */
  public CoefficientTable(int steps, int groups) {
    if (steps < 1 || groups < 1) {
      throw new IllegalArgumentException(
          "a table needs at least 1 step and 1 group, got %d and %d".formatted(steps, groups));
    }
    this.steps = steps;
    this.groups = groups;
    for (Coefficient coefficient : Coefficient.values()) {
      values.put(coefficient, new double[steps][groups]);
    }
  }

  /** Returns T. */
  public int steps() {
    return steps;
  }

  /** Returns the number of parameter groups. */
  public int groups() {
    return groups;
  }

  /** Returns one number. */
  public double get(Coefficient coefficient, int step, int group) {
    return of(coefficient)[step][group];
  }

  /** Sets one number. */
  public void set(Coefficient coefficient, int step, int group, double value) {
    of(coefficient)[step][group] = value;
  }

  /** Adds to one number. */
  public void add(Coefficient coefficient, int step, int group, double value) {
    of(coefficient)[step][group] += value;
  }

  /** Sets a coefficient for all steps and groups; returns this table. */
  public CoefficientTable fill(Coefficient coefficient, double value) {
    for (double[] row : of(coefficient)) {
      Arrays.fill(row, value);
    }
    return this;
  }

  /** Returns a copy of one coefficient, [step][group]. */
  public double[][] copyOf(Coefficient coefficient) {
    return Arrays.stream(of(coefficient)).map(double[]::clone).toArray(double[][]::new);
  }

  /** Returns the rows of all coefficients, each [group]: the numbers themselves, not copies. */
  public List<double[]> rows() {
    return values.values().stream().flatMap(Arrays::stream).toList();
  }

  /** Returns a table of the same numbers. */
  public CoefficientTable copy() {
    CoefficientTable copy = new CoefficientTable(steps, groups);
    for (Coefficient coefficient : Coefficient.values()) {
      copy.values.put(coefficient, copyOf(coefficient));
    }
    return copy;
  }

  private double[][] of(Coefficient coefficient) {
    double[][] table = values.get(coefficient);
    if (table == null) {
      throw new IllegalArgumentException("no such coefficient: " + coefficient);
    }
    return table;
  }

  /** Returns the numbers of one step and group. */
  public Entry entry(int step, int group) {
    return new Entry(this, step, group);
  }

  /**
   * The numbers of one step and group.
   *
   * @param table where they stand
   * @param step in [0, T)
   * @param group in [0, groups)
   */
  public record Entry(CoefficientTable table, int step, int group) {

    /** Returns one number. */
    public double get(Coefficient coefficient) {
      return table.get(coefficient, step, group);
    }

    /** Adds to one number. */
    public void add(Coefficient coefficient, double value) {
      table.add(coefficient, step, group, value);
    }
  }
}
