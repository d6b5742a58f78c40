package org.retrograde.reversible.optimizer;

/**
 * One step of one parameter group.
 *
 * @param step t, from 0
 * @param group from 0
 */
public record Slot(int step, int group) {

  double get(CoefficientTable table, Coefficient coefficient) {
    return table.get(coefficient, step, group);
  }
}
