package org.retrograde.models.parametrization;

import org.retrograde.reversible.optimizer.StepScaling;

/**
 * Maximal update (muP): table 8, or another gauge of it.
 *
 * <p>A factor theta that moves from a tensor's initial entries into its multiplier, (A, B, C) to (A
 * theta, B / theta, C / theta^2), or C / theta for Adam, changes no loss. The gradient grows by
 * theta, and so must epsilon. What is no weight has no multiplier, and one gauge.
 *
 * <p>Under Muon a step of hidden weights has a spectral norm in proportion to sqrt(fan-out /
 * fan-in), whatever scale the optimizer gives it; all else has the factors of Adam.
 *
 * @see <a href="https://arxiv.org/abs/2203.03466">Yang et al. (2022)</a>, Tensor Programs V, tables
 *     3, 8 and 9 and lemma J.1
 * @see <a href="https://arxiv.org/abs/2310.17813">Yang, Simon and Bernstein (2023)</a>, a spectral
 *     condition for feature learning
 */
final class MaximalUpdate implements RuleTable {

  private final Gauge gauge;

  MaximalUpdate(Gauge gauge) {
    this.gauge = gauge;
  }

  /** Theta of every weight; 1 is table 8. */
  @FunctionalInterface
  interface Gauge {

    double theta(Role role, Fans fans);
  }

  @Override
  public WidthFactors factors(Role role, StepScaling family, Fans fans) {
    WidthFactors tableEight =
        family.normalizes()
            ? adam(role, role.growthIn(fans), role.growthOut(fans))
            : sgd(role, role.growthIn(fans), role.growthOut(fans));
    if (family.isSpectral() && role.isHidden()) {
      tableEight = tableEight.withLearningRate(spectral(family, fans));
    }
    return role.isWeight() ? tableEight.regauged(gauge.theta(role, fans), family) : tableEight;
  }

  private static WidthFactors sgd(Role role, double mIn, double mOut) {
    return role.isReadout()
        ? new WidthFactors(mIn, 1, 1 / mIn)
        : new WidthFactors(mOut / mIn, 1 / Math.sqrt(mIn), 1);
  }

  private static WidthFactors adam(Role role, double mIn, double mOut) {
    return role.isReadout()
        ? new WidthFactors(1, 1, 1 / mIn, 1 / mIn)
        : new WidthFactors(1 / mIn, 1 / Math.sqrt(mIn), 1, 1 / mOut);
  }

  /** How sqrt(fan-out / fan-in) grows over how the norm of the optimizer's own step does. */
  private static double spectral(StepScaling family, Fans fans) {
    return Math.sqrt(fans.growthOut() / fans.growthIn())
        * family.spectralNorm(fans.baseIn(), fans.baseOut())
        / family.spectralNorm(fans.in(), fans.out());
  }
}
