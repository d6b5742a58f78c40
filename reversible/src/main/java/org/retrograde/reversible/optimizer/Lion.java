package org.retrograde.reversible.optimizer;

import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.Ratio;

/**
 * Lion, which moves every weight by the rate or not at all, exactly reversible.
 *
 * <p>A step is u = sign(beta1 m + (1 - beta1) g); x &lt;- c x - eta u, with c = 1 - eta lambda; m
 * &lt;- beta2 m + (1 - beta2) g. u cannot be told from the state after the step, so it is kept: a
 * vector d &lt;- d / 3 + u, with n / 2^16 next below 1/3, is nearer than 1/2 to the last u, because
 * a third of it and its thirds come to less than 1/2. A decay by 1/3 is what one of three digits
 * takes in the information buffer: log2(3) = 1.585 bits a step. So u is read off d, the position is
 * taken back, and with the gradient there so are d and m, in reverse order.
 *
 * <p>Magnitudes up to what digit noise could have made of no gradients, 2^16 units of m, have the
 * sign 0. The unit of m follows the gradients, see {@link MomentUnits}; a group whose gradients
 * have all been zero sleeps, and only weight decay moves it.
 *
 * <p>Adjoint: the derivative of a sign is 0 wherever there is one. So it is d_c = &lt;d_x, x&gt;;
 * d_lambda = -eta d_c; d_eta = -&lt;d_x, u&gt; - lambda d_c; d_x *= c, exactly, and for what is
 * made of positions alone everything else stays 0: the adjoints of m and d, the derivatives by
 * betas, and by all that acts through gradients, such as penalties and data. None of these can be
 * tuned along a gradient, though every one matters.
 *
 * <p>Cost: three exchanges of digits a parameter each way, the signs, the largest magnitude of each
 * gradient, forward; memory log2(3 / (beta2 c)) bits a step, and once log2(1 / (1 - beta2)) where
 * gradients stay alike, which the unit of m grows by. No Hessian product.
 *
 * @param headroomBits as of {@link AdamW}
 * @see <a href="https://arxiv.org/abs/2302.06675">Chen et al. (2023)</a>, Algorithm 2
 */
public record Lion(int headroomBits) implements Optimizer {

  /** What the sum of signs decays by in a step. */
  private static final Ratio THIRD = new Ratio((1L << Ratio.DEFAULT_BITS) / 3, Ratio.DEFAULT_BITS);

  private static final double USUAL_BETA2 = 0.99;

  /** Checks the range. */
  public Lion {
    MomentUnits.requireHeadroom(headroomBits);
  }

  /** Makes a rule with 2 bits of headroom. */
  public Lion() {
    this(MomentUnits.DEFAULT_HEADROOM_BITS);
  }

  @Override
  public String word() {
    return "lion";
  }

  @Override
  public String meaning() {
    return "x <- (1 - eta lambda) x - eta sign(beta1 m + (1-beta1) g), m <- beta2 m + (1-beta2) g";
  }

  @Override
  public StepScaling scaling() {
    return StepScaling.NORMALIZED;
  }

  @Override
  public String label() {
    return "Lion";
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(
        Coefficient.LEARNING_RATE, Coefficient.BETA1, Coefficient.BETA2, Coefficient.WEIGHT_DECAY);
  }

  @Override
  public double usual(Coefficient coefficient) {
    return coefficient.equals(Coefficient.BETA2) ? USUAL_BETA2 : coefficient.usual();
  }

  @Override
  public boolean isSmooth() {
    return false;
  }

  @Override
  public int moments() {
    return 2;
  }

  @Override
  public boolean followsGradients() {
    return true;
  }

  @Override
  public boolean isReversible() {
    return true;
  }

  @Override
  public List<Ratio> decays(Slot at, CoefficientTable coefficients) {
    return List.of(
        THIRD, Ratio.of(at.get(coefficients, Coefficient.BETA2)), WeightDecay.at(at, coefficients));
  }

  @Override
  public double growthBits(int group, int firstStep, CoefficientTable coefficients) {
    return new Decays(coefficients, Coefficient.BETA2).growthBits(group, firstStep);
  }

  @Override
  public GroupState zeros(Device device, int rows, int cols) {
    int length = Math.multiplyExact(rows, cols);
    int bits = FixedVector.DEFAULT_FRACTION_BITS;
    return new GroupState(
        new FixedVector(device, "position", length, WeightDecay.POSITION_BITS),
        List.of(
            new FixedVector(device, "mean gradient", length, bits),
            new FixedVector(device, "sum of signs", length, bits)),
        new InformationBuffer(device, length));
  }

  @Override
  public PlainRule plain() {
    return new PlainLion(THIRD.value());
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    Decays beta2 = new Decays(coefficients, Coefficient.BETA2).belowOne();
    return new Rule(
        coefficients,
        new Decays(coefficients, Coefficient.BETA1),
        new MeanGradient(beta2),
        new WeightDecay(coefficients),
        new MomentUnits(headroomBits, List.of(new MomentUnits.Mean(1, beta2))),
        new Signs(device));
  }

  private record Rule(
      CoefficientTable table,
      Decays beta1,
      MeanGradient meanGradient,
      WeightDecay weightDecay,
      MomentUnits units,
      Signs signs)
      implements ReversibleRule {

    @Override
    public void makeRoom(Slot at, GroupState state, double largest) {
      units.fit(at, state, largest);
    }

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor weights) {
      boolean awake = MomentUnits.wasAwake(at, state);
      if (awake) {
        double least = Math.scalb((double) MeanSquare.FLOOR, -mean(state).fractionBits());
        Tensor sign = signs.ofMix(beta1.at(at).value(), mean(state), gradient, least);
        sum(state).decayAndAdd(THIRD, state.buffer(), 1, sign);
        meanGradient.step(at, state, mean(state), gradient);
        weightDecay.step(at, state);
        state.position().addScaled(-rate(at), sign);
      } else {
        weightDecay.step(at, state);
      }
      state.position().copyTo(weights);
    }

    @Override
    public void undoPosition(Slot at, GroupState state, Tensor weights) {
      if (MomentUnits.wasAwake(at, state)) {
        state.position().addScaled(rate(at), lastSign(state, weights));
      }
      weightDecay.undo(at, state);
      state.position().copyTo(weights);
    }

    @Override
    public void undoMoments(Slot at, GroupState state, Tensor gradient) {
      if (!MomentUnits.wasAwake(at, state)) {
        return;
      }
      meanGradient.undo(at, state, mean(state), gradient);
      sum(state).addAndUndecay(-1, lastSign(state, gradient), THIRD, state.buffer());
      MomentUnits.undo(at, state);
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      weightDecay.addDerivatives(at, state, adjoint);
      if (MomentUnits.wasAwake(at, state)) {
        Scalar along = lastSign(state, adjoint.position()).dot(adjoint.position());
        adjoint.whenKnown(() -> adjoint.add(Coefficient.LEARNING_RATE, at, -along.value()));
      }
      weightDecay.pullBack(at, adjoint);
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor mean = adjoint.moments().get(0);
      Ratio decay = meanGradient.decays().at(at);
      Scalar toBeta2 = MeanGradient.toDecay(mean(state), mean, gradient);
      adjoint.whenKnown(
          () -> {
            adjoint.add(Coefficient.BETA1, at, 0);
            adjoint.add(Coefficient.BETA2, at, toBeta2.value());
          });
      adjoint.gradient().assignScaled(decay.complement(), mean);
      mean.scale(decay.value());
      adjoint.moments().get(1).scale(THIRD.value());
    }

    private Tensor lastSign(GroupState state, Tensor like) {
      return signs.of(sum(state), 0.5, like);
    }

    private double rate(Slot at) {
      return at.get(table, Coefficient.LEARNING_RATE);
    }

    private static FixedVector mean(GroupState state) {
      return state.moments().get(0);
    }

    private static FixedVector sum(GroupState state) {
      return state.moments().get(1);
    }
  }
}
