package org.retrograde.models.parametrization;

import org.retrograde.reversible.optimizer.StepScaling;

/**
 * What a parameter group does in its network, and its size: all that a rule table asks of it.
 *
 * @param role which of its fans grow with the width
 * @param fans of the group
 * @param depth how it follows the depth
 */
public record GroupRole(Role role, Fans fans, DepthScaling depth) {

  /** Makes one that follows the width alone. */
  public GroupRole(Role role, Fans fans) {
    this(role, fans, DepthScaling.NONE);
  }

  /** Returns the factors that a rule table and the depth give it. */
  WidthFactors factors(RuleTable rules, StepScaling family) {
    return depth.of(rules.factors(role, family, fans), family);
  }
}
