package org.retrograde.reversible.optimizer;

import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.Ratio;

/**
 * SGD with Nesterov momentum in the form of PyTorch and optax: v &lt;- mu v + g; x &lt;- x - alpha
 * (g + mu v).
 *
 * <p>The new position depends on the gradient at the old one directly, so it cannot be taken back
 * from the new state alone; strategies that keep states serve it. It runs in the same arithmetic as
 * the others, digits exchanged with heads whose spilled words are dropped, so that all strategies
 * agree to the bit.
 *
 * <p>Adjoint: d_alpha = -&lt;d_x, g + mu v'&gt;; d_v -= alpha mu d_x; d_mu = -alpha &lt;d_x, v'&gt;
 * + &lt;d_v, v&gt;; u = d_v - alpha d_x; d_x += H u; d_v *= mu.
 *
 * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al. (2013)</a>,
 *     section 2, after the change of variables to the point where the gradient is taken
 */
public record Nesterov() implements Optimizer {

  @Override
  public String word() {
    return "nesterov";
  }

  @Override
  public String meaning() {
    return "v <- mu v + g, x <- x - alpha (g + mu v) (cannot be undone: needs kept states)";
  }

  @Override
  public StepScaling scaling() {
    return StepScaling.PROPORTIONAL;
  }

  @Override
  public String label() {
    return "SGD with Nesterov momentum";
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
    return false;
  }

  @Override
  public List<Ratio> decays(Slot at, CoefficientTable coefficients) {
    return List.of(Ratio.of(at.get(coefficients, Coefficient.MOMENTUM)));
  }

  @Override
  public GroupState zeros(Device device, int rows, int cols) {
    return new Momentum(MomentumForm.HEAVY_BALL).zeros(device, rows, cols);
  }

  @Override
  public PlainRule plain() {
    return new PlainNesterov();
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    return new Rule(coefficients, new Decays(coefficients, Coefficient.MOMENTUM));
  }

  private record Rule(CoefficientTable table, Decays decays) implements UpdateRule {

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor weights) {
      Ratio decay = decays.at(at);
      FixedVector velocity = state.moments().get(0);
      velocity.decayAndAdd(decay, state.buffer(), 1, gradient);
      state.position().addScaled(-rate(at), gradient);
      state.position().addAndRound(-rate(at) * decay.value(), velocity, weights);
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      double decay = decays.at(at).value();
      Scalar toVelocity = state.moments().get(0).dot(adjoint.position());
      Scalar toGradient = adjoint.position().dot(gradient);
      adjoint.whenKnown(
          () -> {
            double along = toVelocity.value();
            adjoint.add(Coefficient.LEARNING_RATE, at, -(toGradient.value() + decay * along));
            adjoint.add(Coefficient.MOMENTUM, at, -rate(at) * along);
          });
      adjoint.gradient().assignScaled(-rate(at), adjoint.position());
      adjoint.moments().get(0).addScaled(-rate(at) * decay, adjoint.position());
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor velocity = adjoint.moments().get(0);
      Scalar toDecay = state.moments().get(0).dot(velocity);
      adjoint.whenKnown(() -> adjoint.add(Coefficient.MOMENTUM, at, toDecay.value()));
      adjoint.gradient().addScaled(1, velocity);
      velocity.scale(decays.at(at).value());
    }

    private double rate(Slot at) {
      return at.get(table, Coefficient.LEARNING_RATE);
    }
  }
}
