package org.retrograde.reversible.optimizer;

import java.util.List;
import java.util.function.DoublePredicate;

/** A coefficient is out of the range in which its update rule can take or undo a step. */
public final class CoefficientRangeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int group;
  private final String what;

  /**
   * Makes an exception.
   *
   * @param range what the value must be, such as "in [0, 1]"
   */
  public CoefficientRangeException(Slot at, Coefficient coefficient, double value, String range) {
    this(
        at.group(),
        "%s must be %s, got %s at step %d".formatted(coefficient.label(), range, value, at.step()),
        Integer.toString(at.group()));
  }

  /**
   * Checks a coefficient at every step, for every group.
   *
   * @param holds whether a value is in the range
   * @param range as of the exception
   * @throws CoefficientRangeException of the first value that is not
   */
  static void require(
      CoefficientTable table, Coefficient coefficient, DoublePredicate holds, String range) {
    for (int step = 0; step < table.steps(); step++) {
      for (int group = 0; group < table.groups(); group++) {
        double value = table.get(coefficient, step, group);
        if (!holds.test(value)) {
          throw new CoefficientRangeException(new Slot(step, group), coefficient, value, range);
        }
      }
    }
  }

  private CoefficientRangeException(int group, String what, String name) {
    super("%s in parameter group %s".formatted(what, name));
    this.group = group;
    this.what = what;
  }

  /**
   * Returns the same with the name of its group.
   *
   * @param groups all names, in order
   */
  public CoefficientRangeException naming(List<String> groups) {
    return new CoefficientRangeException(group, what, groups.get(group));
  }
}
