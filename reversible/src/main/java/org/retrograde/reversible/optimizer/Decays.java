package org.retrograde.reversible.optimizer;

import org.retrograde.reversible.exact.Ratio;

/** One coefficient of a table, read as exact decay ratios n / 2^16. */
public final class Decays {

  private final CoefficientTable table;
  private final Coefficient coefficient;

  /**
   * Makes a view.
   *
   * @throws CoefficientRangeException if a number is outside [0, 1]
   */
  public Decays(CoefficientTable table, Coefficient coefficient) {
    this.table = table;
    this.coefficient = coefficient;
    CoefficientRangeException.require(
        table, coefficient, value -> value >= 0 && value <= 1, "in [0, 1]");
  }

  /**
   * Requires every decay to lose something; returns this.
   *
   * @throws CoefficientRangeException if one is 1 in this arithmetic: a mean with it never takes
   *     anything in
   */
  Decays belowOne() {
    CoefficientRangeException.require(
        table, coefficient, value -> !Ratio.of(value).isOne(), Ratio.BELOW_ONE);
    return this;
  }

  /** Returns the ratio that a step decays by. */
  public Ratio at(Slot slot) {
    return Ratio.of(slot.get(table, coefficient));
  }

  /**
   * Returns log2 of how much a mean of ones, 1 minus the product of its decays, grows from a step
   * to the last.
   */
  double growthBits(int group, int firstStep) {
    belowOne();
    double product = 1;
    double first = 0;
    for (int step = 0; step < table.steps(); step++) {
      product *= at(new Slot(step, group)).value();
      first = step == firstStep ? 1 - product : first;
    }
    return Math.log((1 - product) / first) / Math.log(2);
  }

  /**
   * Returns the product of the decays up to and including each step.
   *
   * @throws CoefficientRangeException if one is 1 in this arithmetic, so that a mean would stay at
   *     0 and its bias could not be corrected
   */
  public SlotTable products() {
    belowOne();
    SlotTable products = new SlotTable(table.steps(), table.groups());
    for (int group = 0; group < table.groups(); group++) {
      double product = 1;
      for (int step = 0; step < table.steps(); step++) {
        product *= at(new Slot(step, group)).value();
        products.set(step, group, product);
      }
    }
    return products;
  }
}
