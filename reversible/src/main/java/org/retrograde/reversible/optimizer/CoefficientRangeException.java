package org.retrograde.reversible.optimizer;

import java.util.List;

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
