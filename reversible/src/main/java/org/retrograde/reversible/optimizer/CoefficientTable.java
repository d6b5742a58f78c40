package org.retrograde.reversible.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One number for every coefficient, step and parameter group: the schedules of a run, or the
 * derivative of its objective with respect to them. A coefficient that was never set is 0
 * everywhere and takes no memory.
 */
public final class CoefficientTable {

  private final int steps;
  private final int groups;
  private final Map<Coefficient, double[][]> values = new TreeMap<>();

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
  }

  /** Returns T. */
  public int steps() {
    return steps;
  }

  /** Returns the number of parameter groups. */
  public int groups() {
    return groups;
  }

  /** Returns the coefficients that have been set. */
  public Set<Coefficient> coefficients() {
    return new TreeSet<>(values.keySet());
  }

  /** Returns one number. */
  public double get(Coefficient coefficient, int step, int group) {
    double[][] table = values.get(coefficient);
    return table == null ? 0 : table[step][group];
  }

  /** Sets one number. */
  public void set(Coefficient coefficient, int step, int group, double value) {
    writable(coefficient)[step][group] = value;
  }

  /** Adds to one number. */
  public void add(Coefficient coefficient, int step, int group, double value) {
    writable(coefficient)[step][group] += value;
  }

  /** Sets a coefficient for all steps and groups; returns this table. */
  public CoefficientTable fill(Coefficient coefficient, double value) {
    for (double[] row : writable(coefficient)) {
      Arrays.fill(row, value);
    }
    return this;
  }

  /** Returns the rows of a coefficient, each [group]; none if it was never set. Not copies. */
  public List<double[]> rows(Coefficient coefficient) {
    double[][] table = values.get(coefficient);
    return table == null ? List.of() : List.of(table);
  }

  /** Returns the rows of all coefficients that have been set, each [group]. Not copies. */
  public List<double[]> rows() {
    return values.values().stream().flatMap(Arrays::stream).toList();
  }

  /** Returns a copy of one coefficient, [step][group]. */
  public double[][] copyOf(Coefficient coefficient) {
    double[][] copy = new double[steps][groups];
    addTo(copy, 1, rows(coefficient).toArray(double[][]::new));
    return copy;
  }

  /** Returns a table of the same numbers. */
  public CoefficientTable copy() {
    return new CoefficientTable(steps, groups).plus(1, this);
  }

  /** Returns this + scale * other, for a table of the same size. */
  public CoefficientTable plus(double scale, CoefficientTable other) {
    CoefficientTable sum = new CoefficientTable(steps, groups);
    values.forEach((coefficient, table) -> addTo(sum.writable(coefficient), 1, table));
    other.values.forEach((coefficient, table) -> addTo(sum.writable(coefficient), scale, table));
    return sum;
  }

  private static void addTo(double[][] target, double scale, double[][] table) {
    for (int t = 0; t < table.length; t++) {
      for (int g = 0; g < table[t].length; g++) {
        target[t][g] += scale * table[t][g];
      }
    }
  }

  /** Returns the sum of the products of all numbers, for a table of the same size. */
  public double dot(CoefficientTable other) {
    double sum = 0;
    for (Map.Entry<Coefficient, double[][]> entry : values.entrySet()) {
      double[][] table = entry.getValue();
      double @Nullable [][] factors = other.values.get(entry.getKey());
      for (int t = 0; factors != null && t < steps; t++) {
        for (int g = 0; g < groups; g++) {
          sum += table[t][g] * factors[t][g];
        }
      }
    }
    return sum;
  }

  private double[][] writable(Coefficient coefficient) {
    return values.computeIfAbsent(coefficient, key -> new double[steps][groups]);
  }
}
