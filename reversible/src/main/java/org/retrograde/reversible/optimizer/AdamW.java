package org.retrograde.reversible.optimizer;

import java.util.List;
import java.util.stream.Stream;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.RootScaling;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.Ratio;

/**
 * Adam with decoupled weight decay, exactly reversible.
 *
 * <p>A step is m &lt;- beta1 m + (1 - beta1) g; s &lt;- beta2 s + (1 - beta2) g^2; x &lt;- c x -
 * eta q, with c = 1 - eta lambda, q = m / ((1 - P1) (r + eps)), r = sqrt(s / (1 - P2)) and P_i the
 * product of all beta_i so far. The three decays are exact ratios, of 16 bits for m and s and 24
 * for x, and share one information buffer a parameter. x moves by a number that depends on m and s
 * alone, so it can be taken back; then the gradient there is known, and s and m are taken back too,
 * in reverse order.
 *
 * <p>Adjoint, from d_x, d_m, d_s after the step: d_c = &lt;d_x, x&gt;; d_lambda = -eta d_c; d_eta =
 * -&lt;d_x, q&gt; - lambda d_c; d_q = -eta d_x; d_eps = -&lt;d_q, q / (r + eps)&gt;; d_m += d_q /
 * ((1 - P1) (r + eps)); d_r = -d_q q / (r + eps); d_s += d_r / (2 r (1 - P2)); d_P1 = &lt;d_q,
 * q&gt; / (1 - P1); d_P2 = &lt;d_r, r&gt; / (2 (1 - P2)); d_x *= c. Then d_beta1 = &lt;d_m, m -
 * g&gt; plus the sum over this and all later steps of d_P1 P1 / beta1, and d_beta2 likewise with s
 * and g^2; u = (1 - beta1) d_m + 2 (1 - beta2) g d_s; d_x += H u; d_m *= beta1; d_s *= beta2.
 *
 * <p>A group whose gradients have all been zero sleeps: its moments stay exactly 0 and only weight
 * decay moves it.
 *
 * <p>Cost: three exchanges of digits, a root and two divisions a parameter each way; the largest
 * magnitude of each gradient, forward; memory log2(1 / (beta1 beta2 c)) bits a step, and once what
 * the units of m and s grow by, log2(1 / ((1 - beta1) (1 - beta2))) bits where gradients stay
 * alike.
 *
 * @param headroomBits how many times, as a power of two, a group's gradients and their squares may
 *     come to exceed the largest before the units of their means grow; in [1, 40]. More of it
 *     raises the floor of small ones.
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter (2019)</a>, Algorithm 2
 */
public record AdamW(int headroomBits) implements Optimizer {

  /** Checks the range. */
  public AdamW {
    MomentUnits.requireHeadroom(headroomBits);
  }

  /** Makes a rule with 2 bits of headroom. */
  public AdamW() {
    this(MomentUnits.DEFAULT_HEADROOM_BITS);
  }

  @Override
  public String word() {
    return "adamw";
  }

  @Override
  public String meaning() {
    return "Adam with decoupled weight decay";
  }

  @Override
  public StepScaling scaling() {
    return StepScaling.NORMALIZED;
  }

  @Override
  public String label() {
    return "AdamW";
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(
        Coefficient.LEARNING_RATE,
        Coefficient.BETA1,
        Coefficient.BETA2,
        Coefficient.EPSILON,
        Coefficient.WEIGHT_DECAY);
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
  public int slotTables() {
    return 2;
  }

  @Override
  public boolean isReversible() {
    return true;
  }

  @Override
  public List<Ratio> decays(Slot at, CoefficientTable coefficients) {
    return List.of(
        Ratio.of(at.get(coefficients, Coefficient.BETA1)),
        Ratio.of(at.get(coefficients, Coefficient.BETA2)),
        WeightDecay.at(at, coefficients));
  }

  @Override
  public double growthBits(int group, int firstStep, CoefficientTable coefficients) {
    return Stream.of(Coefficient.BETA1, Coefficient.BETA2)
        .mapToDouble(beta -> new Decays(coefficients, beta).growthBits(group, firstStep))
        .sum();
  }

  @Override
  public GroupState zeros(Device device, int rows, int cols) {
    int length = Math.multiplyExact(rows, cols);
    int bits = FixedVector.DEFAULT_FRACTION_BITS;
    return new GroupState(
        new FixedVector(device, "position", length, WeightDecay.POSITION_BITS),
        List.of(
            new FixedVector(device, "mean gradient", length, bits),
            new FixedVector(device, "mean squared gradient", length, bits)),
        new InformationBuffer(device, length));
  }

  @Override
  public PlainRule plain() {
    return new PlainAdamW();
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    return new Rule(device, coefficients, headroomBits);
  }

  /** Returns the factor of the position in a step, 1 - eta lambda, as the exact ratio. */
  public static Ratio positionDecay(double learningRate, double weightDecay) {
    return WeightDecay.ratio(learningRate, weightDecay);
  }

  private static final class Rule implements ReversibleRule {

    private final CoefficientTable table;
    private final MeanGradient meanGradient;
    private final WeightDecay weightDecay;
    private final MomentUnits units;
    private final MeanSquare meanSquare;
    private final SlotTable product1;
    private final SlotTable product2;
    private final Directions directions;

    Rule(Device device, CoefficientTable table, int headroomBits) {
      this.table = table;
      Decays beta1 = new Decays(table, Coefficient.BETA1);
      this.meanGradient = new MeanGradient(beta1);
      this.meanSquare = new MeanSquare(table);
      this.units =
          new MomentUnits(
              headroomBits,
              List.of(
                  new MomentUnits.Mean(1, beta1), new MomentUnits.Mean(2, meanSquare.decays())));
      this.product1 = beta1.products();
      this.product2 = meanSquare.decays().products();
      this.directions = new Directions(device);
      this.weightDecay = new WeightDecay(table);
    }

    @Override
    public void makeRoom(Slot at, GroupState state, double largest) {
      units.fit(at, state, largest);
    }

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor weights) {
      boolean awake = MomentUnits.wasAwake(at, state);
      if (awake) {
        meanGradient.step(at, state, mean(state), gradient);
        meanSquare.step(at, state, square(state), gradient);
      }
      weightDecay.step(at, state);
      if (awake) {
        move(state, -rate(at), at);
      }
      state.position().copyTo(weights);
    }

    @Override
    public void undoPosition(Slot at, GroupState state, Tensor weights) {
      if (MomentUnits.wasAwake(at, state)) {
        move(state, rate(at), at);
      }
      weightDecay.undo(at, state);
      state.position().copyTo(weights);
    }

    @Override
    public void undoMoments(Slot at, GroupState state, Tensor gradient) {
      if (!MomentUnits.wasAwake(at, state)) {
        return;
      }
      meanSquare.undo(at, state, square(state), gradient);
      meanGradient.undo(at, state, mean(state), gradient);
      MomentUnits.undo(at, state);
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      weightDecay.addDerivatives(at, state, adjoint);
      if (MomentUnits.wasAwake(at, state)) {
        pullBackDirection(at, state, adjoint);
      }
      weightDecay.pullBack(at, adjoint);
    }

    private void pullBackDirection(Slot at, GroupState state, GroupAdjoint adjoint) {
      RootScaling f = scaling(at, state);
      RootScaling.Sums sums =
          adjoint
              .moments()
              .get(0)
              .addRootScalingAdjoint(
                  f,
                  mean(state).lanes(),
                  square(state).lanes(),
                  -rate(at),
                  adjoint.position(),
                  adjoint.moments().get(1));
      adjoint.whenKnown(
          () -> add(at, f, sums.direction().value(), sums.relative().value(), adjoint));
    }

    private void add(
        Slot at, RootScaling f, double direction, double relative, GroupAdjoint adjoint) {
      double toRoot = direction - f.epsilon() * relative;
      adjoint.add(Coefficient.LEARNING_RATE, at, -direction);
      adjoint.add(Coefficient.EPSILON, at, rate(at) * relative);
      adjoint.addToProduct(0, -rate(at) * direction * f.numeratorFactor() * product(product1, at));
      adjoint.addToProduct(1, rate(at) * toRoot * f.squareFactor() / 2 * product(product2, at));
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor mean = adjoint.moments().get(0);
      Tensor square = adjoint.moments().get(1);
      Scalar toBeta2 = meanSquare.pullBack(at, square(state), square, gradient, adjoint.gradient());
      double beta2 = meanSquare.decays().at(at).value();
      adjoint.whenKnown(
          () -> adjoint.add(Coefficient.BETA2, at, toBeta2.value() + adjoint.product(1) / beta2));
      Ratio decay = meanGradient.decays().at(at);
      Scalar toBeta1 = MeanGradient.toDecay(mean(state), mean, gradient);
      adjoint.whenKnown(
          () ->
              adjoint.add(
                  Coefficient.BETA1, at, toBeta1.value() + adjoint.product(0) / decay.value()));
      adjoint.gradient().addScaled(decay.complement(), mean);
      mean.scale(decay.value());
    }

    @Override
    public int lanesUnderFloor(GroupState state) {
      return MeanSquare.lanesUnderFloor(state, square(state), mean(state));
    }

    private void move(GroupState state, double factor, Slot at) {
      Tensor direction = directions.of(scaling(at, state), mean(state), square(state));
      state.position().addScaled(factor, direction);
      direction.discard();
    }

    private RootScaling scaling(Slot at, GroupState state) {
      return new RootScaling(
          1 / (1 - product(product1, at)),
          1 / (1 - product(product2, at)),
          meanSquare.epsilon(at),
          mean(state).fractionBits(),
          square(state).fractionBits(),
          MeanSquare.FLOOR);
    }

    private double rate(Slot at) {
      return at.get(table, Coefficient.LEARNING_RATE);
    }

    private static double product(SlotTable products, Slot at) {
      return products.get(at.step(), at.group());
    }

    private static FixedVector mean(GroupState state) {
      return state.moments().get(0);
    }

    private static FixedVector square(GroupState state) {
      return state.moments().get(1);
    }
  }
}
