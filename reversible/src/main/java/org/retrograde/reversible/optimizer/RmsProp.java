package org.retrograde.reversible.optimizer;

import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.RootScaling;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.Ratio;

/**
 * RMSProp in the form of PyTorch: s &lt;- beta2 s + (1 - beta2) g^2; x &lt;- x - alpha g / (sqrt(s)
 * + eps).
 *
 * <p>The new position depends on the gradient at the old one directly, so it cannot be taken back
 * from the new state alone; strategies that keep states serve it. The gradient of the last step is
 * a moment of the state (n), written anew at every step, so that the direction is evaluated by the
 * kernels of {@link AdamW}.
 *
 * <p>Adjoint: with q = n / (sqrt(s) + eps), d_q = -alpha d_x pulled back as in {@link AdamW}, then
 * u = d_n + 2 (1 - beta2) g d_s; d_n = 0; d_s *= beta2.
 *
 * @param headroomBits as of {@link AdamW}
 * @see <a href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Tieleman
 *     and Hinton (2012)</a>, slide 29
 */
public record RmsProp(int headroomBits) implements Optimizer {

  /** Checks the range. */
  public RmsProp {
    MomentUnits.requireHeadroom(headroomBits);
  }

  /** Makes a rule with 2 bits of headroom. */
  public RmsProp() {
    this(MomentUnits.DEFAULT_HEADROOM_BITS);
  }

  @Override
  public String word() {
    return "rmsprop";
  }

  @Override
  public String meaning() {
    return "s <- beta2 s + (1-beta2) g^2, x <- x - alpha g / (sqrt(s) + eps) (neither can this)";
  }

  @Override
  public StepScaling scaling() {
    return StepScaling.NORMALIZED;
  }

  @Override
  public String label() {
    return "RMSProp";
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(Coefficient.LEARNING_RATE, Coefficient.BETA2, Coefficient.EPSILON);
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
    return false;
  }

  @Override
  public List<Ratio> decays(Slot at, CoefficientTable coefficients) {
    return List.of(Ratio.of(at.get(coefficients, Coefficient.BETA2)));
  }

  @Override
  public GroupState zeros(Device device, int rows, int cols) {
    int length = Math.multiplyExact(rows, cols);
    int bits = FixedVector.DEFAULT_FRACTION_BITS;
    return new GroupState(
        new FixedVector(device, "position", length, bits),
        List.of(
            new FixedVector(device, "gradient", length, bits),
            new FixedVector(device, "mean squared gradient", length, bits)),
        new InformationBuffer(device, length));
  }

  @Override
  public PlainRule plain() {
    return new PlainRmsProp();
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    MeanSquare meanSquare = new MeanSquare(coefficients);
    MomentUnits units =
        new MomentUnits(
            headroomBits,
            List.of(new MomentUnits.Mean(1, null), new MomentUnits.Mean(2, meanSquare.decays())));
    return new Rule(coefficients, units, meanSquare, new Directions(device));
  }

  private record Rule(
      CoefficientTable table, MomentUnits units, MeanSquare meanSquare, Directions directions)
      implements UpdateRule {

    @Override
    public void makeRoom(Slot at, GroupState state, double largest) {
      units.fit(at, state, largest);
    }

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor weights) {
      if (!MomentUnits.wasAwake(at, state)) {
        return; // the weights have not moved
      }
      meanSquare.step(at, state, square(state), gradient);
      numerator(state).lanes().clear();
      numerator(state).addScaled(1, gradient);
      Tensor direction = directions.of(scaling(at, state), numerator(state), square(state));
      state.position().addScaled(-rate(at), direction);
      direction.discard();
      state.position().copyTo(weights);
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      if (!MomentUnits.wasAwake(at, state)) {
        return;
      }
      RootScaling.Sums sums =
          adjoint
              .moments()
              .get(0)
              .addRootScalingAdjoint(
                  scaling(at, state),
                  numerator(state).lanes(),
                  square(state).lanes(),
                  -rate(at),
                  adjoint.position(),
                  adjoint.moments().get(1));
      adjoint.whenKnown(
          () -> {
            adjoint.add(Coefficient.LEARNING_RATE, at, -sums.direction().value());
            adjoint.add(Coefficient.EPSILON, at, rate(at) * sums.relative().value());
          });
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor numerator = adjoint.moments().get(0);
      Tensor square = adjoint.moments().get(1);
      Scalar toBeta2 = meanSquare.pullBack(at, square(state), square, gradient, adjoint.gradient());
      adjoint.whenKnown(() -> adjoint.add(Coefficient.BETA2, at, toBeta2.value()));
      adjoint.gradient().addScaled(1, numerator);
      numerator.fill(0);
    }

    @Override
    public int lanesUnderFloor(GroupState state) {
      return MeanSquare.lanesUnderFloor(state, square(state), numerator(state));
    }

    private RootScaling scaling(Slot at, GroupState state) {
      return new RootScaling(
          1,
          1,
          meanSquare.epsilon(at),
          numerator(state).fractionBits(),
          square(state).fractionBits());
    }

    private double rate(Slot at) {
      return at.get(table, Coefficient.LEARNING_RATE);
    }

    private static FixedVector numerator(GroupState state) {
      return state.moments().get(0);
    }

    private static FixedVector square(GroupState state) {
      return state.moments().get(1);
    }
  }
}
