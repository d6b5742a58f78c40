package org.retrograde.reversible.example;

import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.Ratio;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Decays;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.PlainRule;
import org.retrograde.reversible.optimizer.ReversibleRule;
import org.retrograde.reversible.optimizer.Slot;
import org.retrograde.reversible.optimizer.StepScaling;
import org.retrograde.reversible.optimizer.UpdateRule;

/**
 * SGD with momentum, dampening and decoupled weight decay: v &lt;- mu v + (1 - delta) g; x &lt;- c
 * x - alpha v, with c = 1 - alpha lambda. An optimizer as somebody else would write it, with a
 * coefficient of its own, in one file and a line of {@code META-INF/services}.
 *
 * <p>Adjoint: d_c = &lt;d_x, x&gt;; d_lambda = -alpha d_c; d_alpha = -&lt;d_x, v'&gt; - lambda d_c;
 * d_v -= alpha d_x; d_x *= c; d_mu = &lt;d_v, v&gt;; d_delta = -&lt;d_v, g&gt;; u = (1 - delta)
 * d_v; d_x += H u; d_v *= mu.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter (2019)</a>, Algorithm 1
 */
public record Sgdw() implements Optimizer {

  /** What part of a gradient does not reach the velocity, delta, in [0, 1]. */
  public static final Coefficient DAMPENING =
      new Coefficient(
          "dampening",
          "part of a gradient that does not reach the velocity",
          Coefficient.Use.NUMBER,
          Coefficient.Range.FRACTION,
          0.1);

  /** A range of +-128, and finer digit noise under the decay. */
  private static final int POSITION_BITS = 56;

  @Override
  public String word() {
    return "sgdw";
  }

  @Override
  public String meaning() {
    return "v <- mu v + (1 - delta) g, x <- (1 - alpha lambda) x - alpha v";
  }

  @Override
  public String label() {
    return "SGD with momentum and weight decay";
  }

  @Override
  public StepScaling scaling() {
    return StepScaling.PROPORTIONAL;
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(
        Coefficient.LEARNING_RATE, Coefficient.MOMENTUM, Coefficient.WEIGHT_DECAY, DAMPENING);
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
  public List<Ratio> decays(Slot at, CoefficientTable table) {
    return List.of(Ratio.of(at.get(table, Coefficient.MOMENTUM)), positionDecay(at, table));
  }

  private static Ratio positionDecay(Slot at, CoefficientTable table) {
    double rate = at.get(table, Coefficient.LEARNING_RATE);
    return Ratio.of(1 - rate * at.get(table, Coefficient.WEIGHT_DECAY), Ratio.MAX_BITS);
  }

  @Override
  public GroupState zeros(Device device, int rows, int cols) {
    int length = rows * cols;
    return new GroupState(
        new FixedVector(device, "position", length, POSITION_BITS),
        List.of(new FixedVector(device, "velocity", length, FixedVector.DEFAULT_FRACTION_BITS)),
        new InformationBuffer(device, length));
  }

  @Override
  public PlainRule plain() {
    return new Plain();
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable table) {
    for (int step = 0; step < table.steps(); step++) {
      for (int group = 0; group < table.groups(); group++) {
        Slot at = new Slot(step, group);
        double lambda = at.get(table, Coefficient.WEIGHT_DECAY);
        double decay = 1 - at.get(table, Coefficient.LEARNING_RATE) * lambda;
        if (!(decay >= 0 && decay <= 1)) {
          throw new CoefficientRangeException(
              at, Coefficient.WEIGHT_DECAY, lambda, "in [0, 1 / learning rate]");
        }
        double dampening = at.get(table, DAMPENING);
        if (!(dampening >= 0 && dampening <= 1)) {
          throw new CoefficientRangeException(at, DAMPENING, dampening, "in [0, 1]");
        }
      }
    }
    return new Rule(table, new Decays(table, Coefficient.MOMENTUM));
  }

  private record Rule(CoefficientTable table, Decays decays) implements ReversibleRule {

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor weights) {
      velocity(state).decayAndAdd(decays.at(at), state.buffer(), kept(at), gradient);
      state.position().decay(positionDecay(at, table), state.buffer());
      state.position().addAndRound(-rate(at), velocity(state), weights);
    }

    @Override
    public void undoPosition(Slot at, GroupState state, Tensor weights) {
      state.position().addScaled(rate(at), velocity(state));
      state.position().undecay(positionDecay(at, table), state.buffer());
      state.position().copyTo(weights);
    }

    @Override
    public void undoMoments(Slot at, GroupState state, Tensor gradient) {
      velocity(state).addAndUndecay(-kept(at), gradient, decays.at(at), state.buffer());
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Scalar toDecay = state.position().dot(adjoint.position());
      Scalar toVelocity = velocity(state).dot(adjoint.position());
      double lambda = at.get(table, Coefficient.WEIGHT_DECAY);
      adjoint.whenKnown(
          () -> {
            adjoint.add(Coefficient.WEIGHT_DECAY, at, -rate(at) * toDecay.value());
            adjoint.add(
                Coefficient.LEARNING_RATE, at, -toVelocity.value() - lambda * toDecay.value());
          });
      adjoint.moments().get(0).addScaled(-rate(at), adjoint.position());
      adjoint.position().scale(positionDecay(at, table).value());
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor velocity = adjoint.moments().get(0);
      Scalar toMomentum = velocity(state).dot(velocity);
      Scalar toKept = velocity.dot(gradient);
      adjoint.whenKnown(
          () -> {
            adjoint.add(Coefficient.MOMENTUM, at, toMomentum.value());
            adjoint.add(DAMPENING, at, -toKept.value());
          });
      adjoint.gradient().assignScaled(kept(at), velocity);
      velocity.scale(decays.at(at).value());
    }

    private double rate(Slot at) {
      return at.get(table, Coefficient.LEARNING_RATE);
    }

    private double kept(Slot at) {
      return 1 - at.get(table, DAMPENING);
    }

    private static FixedVector velocity(GroupState state) {
      return state.moments().get(0);
    }
  }

  private record Plain() implements PlainRule {

    @Override
    public void step(At at, double[] x, double[][] m, double[] g) {
      for (int i = 0; i < x.length; i++) {
        m[0][i] = at.get(Coefficient.MOMENTUM) * m[0][i] + (1 - at.get(DAMPENING)) * g[i];
        x[i] = decay(at) * x[i] - at.rate() * m[0][i];
      }
    }

    @Override
    public void undoPosition(At at, double[] x, double[][] m) {
      for (int i = 0; i < x.length; i++) {
        x[i] = (x[i] + at.rate() * m[0][i]) / decay(at);
      }
    }

    @Override
    public void undoMoments(At at, double[][] m, double[] g) {
      for (int i = 0; i < g.length; i++) {
        m[0][i] = (m[0][i] - (1 - at.get(DAMPENING)) * g[i]) / at.get(Coefficient.MOMENTUM);
      }
    }

    private static double decay(At at) {
      return 1 - at.rate() * at.get(Coefficient.WEIGHT_DECAY);
    }
  }
}
