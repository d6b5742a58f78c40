package org.retrograde.reversible.optimizer;

/**
 * One step of one parameter group.
 *
 * @param step t, from 0
 * @param group from 0
 */
public record Slot(int step, int group) {

  /** Returns the number of a table that this step reads. */
  public double get(CoefficientTable table, Coefficient coefficient) {
    return table.get(coefficient, step, group);
  }
}
