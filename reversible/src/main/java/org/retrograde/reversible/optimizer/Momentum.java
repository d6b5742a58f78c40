package org.retrograde.reversible.optimizer;

import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.Ratio;

/**
 * SGD with momentum, exactly reversible.
 *
 * <p>A step is v &lt;- gamma v + w g, x &lt;- x + s alpha v, with the weight w = -(1 - gamma) and
 * the sign s = +1 in the paper's form, w = 1 and s = -1 in the heavy-ball form. gamma is the exact
 * ratio n / 2^16 next to the setting, in the step and in the adjoint (the derivative goes straight
 * through the rounding). Undoing takes the same two additions away and exchanges the digits back.
 *
 * <p>Adjoint, from d_x and d_v after the step: d_alpha = s &lt;d_x, v'&gt;; d_v += s alpha d_x;
 * d_gamma = &lt;d_v, v + g dw/dgamma&gt;; u = w d_v; d_x += H u; d_v *= gamma.
 *
 * <p>Cost a parameter: one multiply and one exchange of digits each way; memory log2(1 / gamma)
 * bits a step.
 *
 * @param form which of its two forms
 * @see <a href="https://arxiv.org/abs/1502.03492">Maclaurin, Duvenaud and Adams (2015)</a>,
 *     Algorithms 1 and 2
 */
public record Momentum(MomentumForm form) implements Optimizer {

  @Override
  public String word() {
    return form.word();
  }

  @Override
  public String meaning() {
    return form.meaning();
  }

  @Override
  public StepScaling scaling() {
    return StepScaling.PROPORTIONAL;
  }

  @Override
  public String label() {
    return form == MomentumForm.PAPER ? "SGD with momentum" : "SGD with heavy-ball momentum";
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
  public boolean isReversible() {
    return true;
  }

  @Override
  public List<Ratio> decays(Slot at, CoefficientTable coefficients) {
    return List.of(Ratio.of(at.get(coefficients, Coefficient.MOMENTUM)));
  }

  @Override
  public GroupState zeros(Device device, int rows, int cols) {
    int length = Math.multiplyExact(rows, cols);
    int bits = FixedVector.DEFAULT_FRACTION_BITS;
    return new GroupState(
        new FixedVector(device, "position", length, bits),
        List.of(new FixedVector(device, "velocity", length, bits)),
        new InformationBuffer(device, length));
  }

  @Override
  public PlainRule plain() {
    return new PlainMomentum(form == MomentumForm.PAPER);
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    Decays decays = new Decays(coefficients, Coefficient.MOMENTUM);
    return new Rule(form, coefficients, form.mayKeepAll() ? decays : decays.belowOne());
  }

  private record Rule(MomentumForm form, CoefficientTable table, Decays decays)
      implements ReversibleRule {

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor weights) {
      Ratio decay = decays.at(at);
      velocity(state).decayAndAdd(decay, state.buffer(), form.gradientWeight(decay), gradient);
      state.position().addAndRound(signedRate(at), velocity(state), weights);
    }

    @Override
    public void undoPosition(Slot at, GroupState state, Tensor weights) {
      state.position().addAndRound(-signedRate(at), velocity(state), weights);
    }

    @Override
    public void undoMoments(Slot at, GroupState state, Tensor gradient) {
      Ratio decay = decays.at(at);
      velocity(state).addAndUndecay(-form.gradientWeight(decay), gradient, decay, state.buffer());
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Scalar toVelocity = velocity(state).dot(adjoint.position());
      adjoint.whenKnown(
          () ->
              adjoint.add(Coefficient.LEARNING_RATE, at, form.positionSign() * toVelocity.value()));
      velocity(adjoint).addScaled(signedRate(at), adjoint.position());
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Ratio decay = decays.at(at);
      Tensor velocity = velocity(adjoint);
      Scalar toDecay = velocity(state).dot(velocity);
      if (form == MomentumForm.PAPER) {
        Scalar toWeight = velocity.dot(gradient);
        adjoint.whenKnown(
            () -> adjoint.add(Coefficient.MOMENTUM, at, toDecay.value() + toWeight.value()));
      } else {
        adjoint.whenKnown(() -> adjoint.add(Coefficient.MOMENTUM, at, toDecay.value()));
      }
      adjoint.gradient().assignScaled(form.gradientWeight(decay), velocity);
      velocity.scale(decay.value());
    }

    private double signedRate(Slot at) {
      return form.positionSign() * at.get(table, Coefficient.LEARNING_RATE);
    }

    private static FixedVector velocity(GroupState state) {
      return state.moments().get(0);
    }

    private static Tensor velocity(GroupAdjoint adjoint) {
      return adjoint.moments().get(0);
    }
  }
}
