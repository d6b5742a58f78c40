package org.retrograde.reversible.optimizer;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One number for every coefficient, step and parameter group: the schedules of a run, or the
 * derivative of its objective with respect to them. A coefficient that was never set is 0
 * everywhere and takes no memory; those of long runs are in files, see {@link SlotTable}.
 */
public final class CoefficientTable {

  private final int steps;
  private final int groups;
  private final Map<Coefficient, SlotTable> values = new TreeMap<>();

  /** Makes a number of the one that stands in a place. */
  @FunctionalInterface
  public interface Change {

    /** Returns the number to stand there instead. */
    double of(int step, int group, double value);
  }

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
    SlotTable table = values.get(coefficient);
    return table == null ? 0 : table.get(step, group);
  }

  /** Sets one number. */
  public void set(Coefficient coefficient, int step, int group, double value) {
    writable(coefficient).set(step, group, value);
  }

  /** Adds to one number. */
  public void add(Coefficient coefficient, int step, int group, double value) {
    SlotTable table = writable(coefficient);
    table.set(step, group, table.get(step, group) + value);
  }

  /** Sets a coefficient for all steps and groups; returns this table. */
  public CoefficientTable fill(Coefficient coefficient, double value) {
    writable(coefficient).fill(value);
    return this;
  }

  /**
   * Changes every number of a coefficient, step by step; leaves it alone if it was never set.
   *
   * @return this table
   */
  public CoefficientTable change(Coefficient coefficient, Change change) {
    SlotTable table = values.get(coefficient);
    for (int t = 0; table != null && t < steps; t++) {
      for (int g = 0; g < groups; g++) {
        table.set(t, g, change.of(t, g, table.get(t, g)));
      }
    }
    return this;
  }

  /** Returns a copy of one step of a coefficient, [group]. */
  public double[] row(Coefficient coefficient, int step) {
    SlotTable table = values.get(coefficient);
    return table == null ? new double[groups] : table.row(step);
  }

  /** Returns a copy of one coefficient, [step][group]. */
  public double[][] copyOf(Coefficient coefficient) {
    double[][] copy = new double[steps][groups];
    for (int t = 0; t < steps; t++) {
      for (int g = 0; g < groups; g++) {
        copy[t][g] += get(coefficient, t, g);
      }
    }
    return copy;
  }

  /** Returns a table of the same numbers. */
  public CoefficientTable copy() {
    return new CoefficientTable(steps, groups).plus(1, this);
  }

  /** Returns this + scale * other, for a table of the same size. */
  public CoefficientTable plus(double scale, CoefficientTable other) {
    CoefficientTable sum = new CoefficientTable(steps, groups);
    values.forEach((coefficient, table) -> sum.addScaled(coefficient, 1, table));
    other.values.forEach((coefficient, table) -> sum.addScaled(coefficient, scale, table));
    return sum;
  }

  private void addScaled(Coefficient coefficient, double scale, SlotTable other) {
    writable(coefficient);
    change(coefficient, (step, group, value) -> value + scale * other.get(step, group));
  }

  /** Returns the sum of the products of all numbers, for a table of the same size. */
  public double dot(CoefficientTable other) {
    double sum = 0;
    for (Map.Entry<Coefficient, SlotTable> entry : values.entrySet()) {
      SlotTable table = entry.getValue();
      SlotTable factors = other.values.get(entry.getKey());
      for (int t = 0; factors != null && t < steps; t++) {
        for (int g = 0; g < groups; g++) {
          sum += table.get(t, g) * factors.get(t, g);
        }
      }
    }
    return sum;
  }

  private SlotTable writable(Coefficient coefficient) {
    return values.computeIfAbsent(coefficient, key -> new SlotTable(steps, groups));
  }
}
