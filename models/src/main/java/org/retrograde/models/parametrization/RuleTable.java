package org.retrograde.models.parametrization;

import org.retrograde.reversible.optimizer.StepScaling;

/** How init scale, multiplier, learning rate and epsilon of a tensor follow width. */
@FunctionalInterface
public interface RuleTable {

  /**
   * Returns the factors of a tensor.
   *
   * @param role what it does
   * @param family of the optimizer
   * @param fans of the tensor
   */
  WidthFactors factors(Role role, StepScaling family, Fans fans);

  /** Returns the power of the width that a step of a tensor alone moves its layer by. */
  default double changePower(Role role, StepScaling family) {
    return 0;
  }

  /** Returns the factors of a tensor, those of the depth included. */
  default WidthFactors factors(GroupRole group, StepScaling family) {
    return group.depth().of(factors(group.role(), family, group.fans()), family);
  }
}
