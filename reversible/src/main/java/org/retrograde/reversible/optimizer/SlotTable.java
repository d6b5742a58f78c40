package org.retrograde.reversible.optimizer;

import java.util.Objects;
import org.retrograde.reversible.storage.DoubleStore;

/** A number for every step of every parameter group, zeros at first; see {@link DoubleStore}. */
public final class SlotTable {

  private final int groups;
  private final DoubleStore numbers;

  /**
   * Makes a table of zeros.
   *
   * @param steps T, at least 1
   * @param groups number of parameter groups, at least 1
   * @throws IllegalArgumentException if these are more than {@link DoubleStore#MOST} numbers
   */
  public SlotTable(int steps, int groups) {
    long length = (long) steps * groups;
    if (length > DoubleStore.MOST) {
      throw new IllegalArgumentException(
          "%d steps of %d numbers each are more than the %d of one table; take fewer steps"
              .formatted(steps, groups, DoubleStore.MOST));
    }
    this.groups = groups;
    this.numbers = new DoubleStore(length);
  }

  /** Returns one number. */
  public double get(int step, int group) {
    return numbers.get(index(step, group));
  }

  /** Sets one number. */
  public void set(int step, int group, double value) {
    numbers.set(index(step, group), value);
  }

  /** Sets all numbers. */
  void fill(double value) {
    numbers.fill(value);
  }

  /** Returns a copy of the numbers of one step, [group]. */
  double[] row(int step) {
    return numbers.copyOfRange(index(step, 0), groups);
  }

  private int index(int step, int group) {
    return step * groups + Objects.checkIndex(group, groups);
  }
}
