package org.retrograde.reversible.optimizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Extent;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.Ratio;

/**
 * Momentum whose steps are made orthogonal, which is what Muon does to hidden matrices; formulas
 * there.
 *
 * @param scale what O is multiplied by
 * @param headroomBits as of {@link AdamW}
 */
record OrthogonalMomentum(MuonScale scale, int headroomBits) implements Optimizer {

  @Override
  public String word() {
    return "orthogonal-momentum";
  }

  @Override
  public String meaning() {
    return "m <- mu m + (1-mu) g, x <- c x - eta scale O(m)";
  }

  @Override
  public StepScaling scaling() {
    return scale.scaling();
  }

  @Override
  public String label() {
    return "Muon of hidden matrices";
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(Coefficient.LEARNING_RATE, Coefficient.MOMENTUM, Coefficient.WEIGHT_DECAY);
  }

  @Override
  public int moments() {
    return 1;
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
        Ratio.of(at.get(coefficients, Coefficient.MOMENTUM)), WeightDecay.at(at, coefficients));
  }

  @Override
  public double growthBits(int group, int firstStep, CoefficientTable coefficients) {
    return new Decays(coefficients, Coefficient.MOMENTUM).growthBits(group, firstStep);
  }

  @Override
  public GroupState zeros(Device device, int rows, int cols) {
    int length = Math.multiplyExact(rows, cols);
    return new GroupState(
        new FixedVector(device, "position", length, WeightDecay.POSITION_BITS),
        List.of(
            new FixedVector(device, "mean gradient", length, FixedVector.DEFAULT_FRACTION_BITS)),
        new InformationBuffer(device, length));
  }

  @Override
  public PlainRule plain() {
    return plain(1);
  }

  @Override
  public PlainRule plain(int rows) {
    return new PlainMuon(scale, rows);
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    Decays decays = new Decays(coefficients, Coefficient.MOMENTUM).belowOne();
    return new Rule(
        device,
        scale,
        new MeanGradient(decays),
        new MomentUnits(headroomBits, List.of(new MomentUnits.Mean(1, decays))),
        new WeightDecay(coefficients),
        new HashMap<>());
  }

  /**
   * The rule of a run.
   *
   * @param scratch of each shape in use
   */
  private record Rule(
      Device device,
      MuonScale scale,
      MeanGradient meanGradient,
      MomentUnits units,
      WeightDecay weightDecay,
      Map<List<Integer>, NewtonSchulz> scratch)
      implements ReversibleRule {

    @Override
    public void makeRoom(Slot at, GroupState state, double largest) {
      units.fit(at, state, largest);
    }

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor weights) {
      boolean awake = MomentUnits.wasAwake(at, state);
      if (awake) {
        meanGradient.step(at, state, mean(state), gradient);
      }
      weightDecay.step(at, state);
      if (awake) {
        state.position().addScaled(-size(at, weights), direction(state, weights));
      }
      state.position().copyTo(weights);
    }

    @Override
    public void undoPosition(Slot at, GroupState state, Tensor weights) {
      if (MomentUnits.wasAwake(at, state)) {
        state.position().addScaled(size(at, weights), direction(state, weights));
      }
      weightDecay.undo(at, state);
      state.position().copyTo(weights);
    }

    @Override
    public void undoMoments(Slot at, GroupState state, Tensor gradient) {
      if (MomentUnits.wasAwake(at, state)) {
        meanGradient.undo(at, state, mean(state), gradient);
        MomentUnits.undo(at, state);
      }
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor position = adjoint.position();
      weightDecay.addDerivatives(at, state, adjoint);
      if (MomentUnits.wasAwake(at, state)) {
        Scalar along =
            of(position)
                .addAdjoint(mean(state), -size(at, position), position, adjoint.moments().get(0));
        double factor = -scale.of(position.rows(), position.cols());
        adjoint.whenKnown(() -> adjoint.add(Coefficient.LEARNING_RATE, at, factor * along.value()));
      }
      weightDecay.pullBack(at, adjoint);
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor mean = adjoint.moments().get(0);
      Ratio decay = meanGradient.decays().at(at);
      Scalar toDecay = MeanGradient.toDecay(mean(state), mean, gradient);
      adjoint.whenKnown(() -> adjoint.add(Coefficient.MOMENTUM, at, toDecay.value()));
      adjoint.gradient().assignScaled(decay.complement(), mean);
      mean.scale(decay.value());
    }

    private Tensor direction(GroupState state, Extent shape) {
      return of(shape).of(mean(state));
    }

    private NewtonSchulz of(Extent shape) {
      return scratch.computeIfAbsent(
          List.of(shape.rows(), shape.cols()),
          sides -> new NewtonSchulz(device, sides.get(0), sides.get(1)));
    }

    /** Returns eta scale. */
    private double size(Slot at, Extent shape) {
      return at.get(weightDecay.table(), Coefficient.LEARNING_RATE)
          * scale.of(shape.rows(), shape.cols());
    }

    private static FixedVector mean(GroupState state) {
      return state.moments().get(0);
    }
  }
}
