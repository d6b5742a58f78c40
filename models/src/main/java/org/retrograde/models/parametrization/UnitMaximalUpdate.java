package org.retrograde.models.parametrization;

import org.retrograde.reversible.optimizer.StepScaling;

/**
 * Unit-scaled maximal update (u-muP), table 2: weights start at a standard deviation of 1, and
 * nothing is relative to a base network.
 *
 * <p>Multipliers are 1 / sqrt(fan-in), and 1 / fan-in of the readout; rates of Adam are 1 /
 * sqrt(fan-in) of hidden weights, 1 / sqrt(fan-out) of an embedding. Those of SGD, for which u-muP
 * scales gradients too, are here what table 8 of muP makes of them for true gradients. What is
 * added to the root of Adam's mean square is in proportion to the derivative at the start where its
 * size is known: as if the derivative were of size 1.
 *
 * @see <a href="https://arxiv.org/abs/2407.17465">Blake et al. (2024)</a>, u-muP, table 2
 */
final class UnitMaximalUpdate implements RuleTable {

  @Override
  public WidthFactors factors(Role role, StepScaling family, Fans fans) {
    if (!role.isWeight()) {
      return WidthFactors.ONE;
    }
    double in = fans.in();
    double multiplier = role.isReadout() ? 1 / in : 1 / Math.sqrt(in);
    return new WidthFactors(
        learningRate(role, family, fans),
        Math.sqrt(fans.baseIn()), // over the start of the base network, which is 1 / sqrt(fan-in)
        multiplier);
  }

  private static double learningRate(Role role, StepScaling family, Fans fans) {
    if (family.isSpectral() && role.isHidden()) { // a step of norm sqrt(fan-out / fan-in)
      return Math.sqrt(fans.out()) / family.spectralNorm(fans.in(), fans.out());
    }
    return family.normalizes() ? adam(role, fans) : sgd(role, fans);
  }

  private static double adam(Role role, Fans fans) {
    if (role.isReadout()) {
      return 1;
    }
    return 1 / Math.sqrt(role.isHidden() ? fans.in() : fans.out());
  }

  private static double sgd(Role role, Fans fans) {
    return role.isReadout() ? fans.in() : fans.out();
  }

  /** An embedding's rate makes its steps smaller than those of all other tensors. */
  @Override
  public double changePower(Role role, StepScaling family) {
    return role.isInput() && family.normalizes() ? -0.5 : 0;
  }

  @Override
  public WidthFactors factors(GroupRole group, StepScaling family) {
    WidthFactors factors = RuleTable.super.factors(group, family);
    return group.gradient() == 0 || !family.normalizes()
        ? factors
        : factors.withEpsilon(group.gradient());
  }
}
