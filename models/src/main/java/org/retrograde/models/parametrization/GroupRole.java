package org.retrograde.models.parametrization;

/**
 * What a parameter group does in its network, and its size: all that a rule table asks of it.
 *
 * @param role which of its fans grow with the width
 * @param fans of the group
 * @param depth how it follows the depth
 * @param gradient standard deviation of the derivative of the loss with respect to it at the start
 *     in the unit form, times the root of the rows of a batch; 0 where it is not known
 */
public record GroupRole(Role role, Fans fans, DepthScaling depth, double gradient) {

  /** Makes one that follows the width alone. */
  public GroupRole(Role role, Fans fans) {
    this(role, fans, DepthScaling.NONE, 0);
  }
}
