package org.retrograde.reversible.optimizer;

import java.util.List;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.Ratio;

/**
 * SGD with momentum, exactly reversible.
 *
 * <p>A step is v &lt;- gamma v + w g, x &lt;- x + s alpha v, with the weight w = -(1 - gamma) and
 * the sign s = +1 in the paper's form, w = 1 and s = -1 in the heavy-ball form. gamma is the exact
 * ratio n / 2^16 next to the setting, in the step and in the adjoint (the derivative goes straight
 * through the rounding). Undoing takes the same two additions away and exchanges the digits back.
 *
 * <p>Adjoint, from d_x and d_v after the step: d_alpha = s &lt;d_x, v'&gt;; d_v += s alpha d_x; u =
 * w d_v; d_gamma = &lt;d_v, v + g dw/dgamma&gt;; d_x += H u; d_v *= gamma.
 *
 * <p>Cost a parameter: one multiply and one exchange of digits each way; memory log2(1 / gamma)
 * bits a step.
 *
 * @see <a href="https://arxiv.org/abs/1502.03492">Maclaurin, Duvenaud and Adams (2015)</a>,
 *     Algorithms 1 and 2
 */
public final class Momentum implements ReversibleOptimizer {

  private final MomentumForm form;

  /** Makes the rule in one of its forms. */
  public Momentum(MomentumForm form) {
    this.form = form;
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(Coefficient.LEARNING_RATE, Coefficient.MOMENTUM);
  }

  @Override
  public int moments() {
    return 1;
  }

  @Override
  public void step(GroupState state, CoefficientTable.Entry coefficients, Tensor gradient) {
    Ratio decay = decay(coefficients);
    FixedVector velocity = velocity(state);
    velocity.decay(decay, state.buffer());
    velocity.addScaled(form.gradientWeight(decay), gradient);
    state.position().addScaled(rate(coefficients), velocity);
  }

  @Override
  public void undoPosition(GroupState state, CoefficientTable.Entry coefficients) {
    state.position().addScaled(-rate(coefficients), velocity(state));
  }

  @Override
  public void undoMoments(GroupState state, CoefficientTable.Entry coefficients, Tensor gradient) {
    Ratio decay = decay(coefficients);
    velocity(state).addScaled(-form.gradientWeight(decay), gradient);
    velocity(state).undecay(decay, state.buffer());
  }

  @Override
  public void pullBackPosition(
      GroupState state,
      GroupAdjoint adjoint,
      CoefficientTable.Entry coefficients,
      CoefficientTable.Entry derivatives) {
    derivatives.add(
        Coefficient.LEARNING_RATE, form.positionSign() * velocity(state).dot(adjoint.position()));
    velocity(adjoint).addScaled(rate(coefficients), adjoint.position());
  }

  @Override
  public void assignDirection(
      GroupAdjoint adjoint, CoefficientTable.Entry coefficients, Tensor direction) {
    direction.assignScaled(form.gradientWeight(decay(coefficients)), velocity(adjoint));
  }

  @Override
  public void pullBackMoments(
      GroupState state,
      GroupAdjoint adjoint,
      Tensor gradient,
      CoefficientTable.Entry coefficients,
      CoefficientTable.Entry derivatives) {
    Tensor velocityAdjoint = velocity(adjoint);
    double derivative = velocity(state).dot(velocityAdjoint);
    if (form == MomentumForm.PAPER) {
      derivative += velocityAdjoint.dot(gradient);
    }
    derivatives.add(Coefficient.MOMENTUM, derivative);
    velocityAdjoint.scale(decay(coefficients).value());
  }

  private double rate(CoefficientTable.Entry coefficients) {
    return form.positionSign() * coefficients.get(Coefficient.LEARNING_RATE);
  }

  private static Ratio decay(CoefficientTable.Entry coefficients) {
    return Ratio.of(coefficients.get(Coefficient.MOMENTUM));
  }

  private static FixedVector velocity(GroupState state) {
    return state.moments().get(0);
  }

  private static Tensor velocity(GroupAdjoint adjoint) {
    return adjoint.moments().get(0);
  }
}
