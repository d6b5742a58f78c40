package org.retrograde.models.parametrization;

import org.retrograde.reversible.optimizer.StepScaling;

/**
 * How a tensor of a residual branch follows the depth: with L times the base network's branches,
 * each adds L^-power of what it makes to the stream.
 *
 * <p>A step then moves the stream by as much at every depth if rates of rules that normalize their
 * steps go as L^(power - 1), and those of others as L^(2 power - 1): the gradient of a branch goes
 * as L^-power, and so does what is added to the root of its mean square.
 *
 * @param growth L, branches over those of the base network, above 0
 * @param power in [0, 1]: 0 is the usual sum, of which steps must become smaller; 1 is CompleteP,
 *     under which rates stay
 * @see <a href="https://arxiv.org/abs/2505.01618">Dey et al. (2025)</a>, CompleteP
 */
public record DepthScaling(double growth, double power) {

  /** What is in no branch, or follows no rule of the depth. */
  public static final DepthScaling NONE = new DepthScaling(1, 1);

  /** Checks the ranges. */
  public DepthScaling {
    if (!(growth > 0) || !(power >= 0 && power <= 1)) {
      throw new IllegalArgumentException(
          "growth must be above 0 and power in [0, 1], got %s and %s".formatted(growth, power));
    }
  }

  /** Returns what a branch is multiplied by where it is added to the stream. */
  public double branch() {
    return Math.pow(growth, -power);
  }

  /** Returns width factors with those of the depth. */
  WidthFactors of(WidthFactors width, StepScaling family) {
    boolean normalizes = family.normalizes();
    return new WidthFactors(
        width.learningRate() * Math.pow(growth, (normalizes ? power : 2 * power) - 1),
        width.initScale(),
        width.multiplier(),
        normalizes ? width.epsilon() * branch() : width.epsilon());
  }
}
