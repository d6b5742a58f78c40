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
 * Schedule-Free AdamW: {@link AveragedSteps} along q = g / (r + eps) + lambda y, with s &lt;- beta2
 * s + (1 - beta2) g^2, r = sqrt(s / (1 - P2)) and P2 the product of all beta2 so far: there is no
 * mean gradient, and weights decay at the point y at which gradients are taken, apart from the
 * rate.
 *
 * <p>Gradients enter y directly, so that a step cannot be taken back from the new state alone;
 * strategies that keep states serve it. The gradient of the last step is a moment of the state (n),
 * written anew at every step, so that the direction is evaluated by the kernels of {@link AdamW}.
 *
 * <p>Adjoint, from p = d_q as {@link AveragedSteps} leaves it: d_lambda = &lt;p, y&gt;; d_y +=
 * lambda p; n, s, eps and P2 as in {@link AdamW}, then u = d_n + 2 (1 - beta2) g d_s; d_n = 0; d_s
 * *= beta2.
 *
 * <p>A group whose gradients have all been zero sleeps: its direction is lambda y alone.
 *
 * @param ratePower p of {@link ScheduleFree}
 * @param headroomBits as of {@link AdamW}
 * @see <a href="https://arxiv.org/abs/2405.15682">Defazio et al. (2024)</a>, Algorithm 1; bias
 *     correction as in the authors' code since its version 1.3, of s and not of the rate
 */
public record ScheduleFreeAdamW(double ratePower, int headroomBits) implements Optimizer {

  /** The number that steps pass on to those before them besides those of {@link AverageWeights}. */
  private static final int TO_BIAS = 2;

  /** Checks the ranges. */
  public ScheduleFreeAdamW {
    AverageWeights.requirePower(ratePower);
    MomentUnits.requireHeadroom(headroomBits);
  }

  /** Makes one whose weights follow the square of the largest rate, with 2 bits of headroom. */
  public ScheduleFreeAdamW() {
    this(2, MomentUnits.DEFAULT_HEADROOM_BITS);
  }

  @Override
  public String word() {
    return "schedule-free-adamw";
  }

  @Override
  public String meaning() {
    return "schedule-free along g / (sqrt(s) + eps) + lambda y, s as in adamw (neither can this)";
  }

  @Override
  public StepScaling scaling() {
    return StepScaling.NORMALIZED;
  }

  @Override
  public String label() {
    return "Schedule-Free AdamW";
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(
        Coefficient.LEARNING_RATE,
        Coefficient.BETA2,
        Coefficient.EPSILON,
        Coefficient.WEIGHT_DECAY,
        Coefficient.AVERAGING,
        Coefficient.INTERPOLATION);
  }

  @Override
  public int moments() {
    return 3;
  }

  @Override
  public boolean followsGradients() {
    return true;
  }

  @Override
  public int slotTables() {
    return 1 + AverageWeights.TABLES;
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
            new FixedVector(device, "mean squared gradient", length, bits),
            new FixedVector(device, "distance from the mean", length, bits)),
        new InformationBuffer(device, length));
  }

  @Override
  public PlainRule plain() {
    return new PlainScheduleFreeAdamW(new PlainScheduleFree(ratePower));
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    return new Rule(device, coefficients, this);
  }

  private static final class Rule implements UpdateRule {

    private final CoefficientTable table;
    private final AveragedSteps steps;
    private final MeanSquare meanSquare;
    private final MomentUnits units;
    private final SlotTable products;
    private final Directions directions;

    Rule(Device device, CoefficientTable table, ScheduleFreeAdamW settings) {
      this.table = table;
      this.steps = new AveragedSteps(device, table, settings.ratePower());
      this.meanSquare = new MeanSquare(table);
      this.units =
          new MomentUnits(
              settings.headroomBits(),
              List.of(new MomentUnits.Mean(1, null), new MomentUnits.Mean(2, meanSquare.decays())));
      this.products = meanSquare.decays().products();
      this.directions = new Directions(device);
      CoefficientRangeException.require(
          table,
          Coefficient.WEIGHT_DECAY,
          value -> value >= 0 && Double.isFinite(value),
          "at least 0");
    }

    @Override
    public void makeRoom(Slot at, GroupState state, double largest) {
      units.fit(at, state, largest);
    }

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor weights) {
      if (MomentUnits.wasAwake(at, state)) {
        meanSquare.step(at, state, square(state), gradient);
        numerator(state).lanes().clear();
        numerator(state).addScaled(1, gradient);
      }
      Tensor direction = direction(at, state, gradient);
      if (weightDecay(at) != 0) {
        direction.addScaled(weightDecay(at), steps.copy(state.position(), direction));
      }
      steps.step(at, state.position(), distance(state), direction, weights);
      direction.discard();
    }

    /** Returns q without the decay of weights. */
    private Tensor direction(Slot at, GroupState state, Tensor like) {
      return directions.of(scaling(at, state), numerator(state), square(state), like);
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor direction = direction(at, state, gradient);
      Tensor position = steps.copy(state.position(), direction);
      direction.addScaled(weightDecay(at), position);
      Tensor toDirection = adjoint.gradient();
      steps.pullBack(
          at, adjoint, distance(state), adjoint.moments().get(2), direction, toDirection);
      direction.discard();
      Scalar onPosition = toDirection.dot(position);
      adjoint.whenKnown(() -> adjoint.add(Coefficient.WEIGHT_DECAY, at, onPosition.value()));
      adjoint.position().addScaled(weightDecay(at), toDirection);
      if (MomentUnits.wasAwake(at, state)) {
        pullBackQuotient(at, state, adjoint);
      }
    }

    /** Pulls d_q, in the place of u, back to n, s and what they are divided with. */
    private void pullBackQuotient(Slot at, GroupState state, GroupAdjoint adjoint) {
      RootScaling f = scaling(at, state);
      RootScaling.Sums sums =
          adjoint
              .moments()
              .get(0)
              .addRootScalingAdjoint(
                  f,
                  numerator(state).lanes(),
                  square(state).lanes(),
                  1,
                  adjoint.gradient(),
                  adjoint.moments().get(1));
      adjoint.whenKnown(
          () -> {
            double relative = sums.relative().value();
            double toRoot = sums.direction().value() - f.epsilon() * relative;
            adjoint.add(Coefficient.EPSILON, at, -relative);
            adjoint.addToProduct(TO_BIAS, -toRoot * f.squareFactor() / 2 * product(at));
          });
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor numerator = adjoint.moments().get(0);
      Tensor square = adjoint.moments().get(1);
      Scalar toBeta2 = meanSquare.pullBack(at, square(state), square, gradient, adjoint.gradient());
      double beta2 = meanSquare.decays().at(at).value();
      adjoint.whenKnown(
          () ->
              adjoint.add(
                  Coefficient.BETA2, at, toBeta2.value() + adjoint.product(TO_BIAS) / beta2));
      adjoint.gradient().addScaled(1, numerator);
      numerator.fill(0);
      steps.pullBackDecay(at, adjoint, distance(state), adjoint.moments().get(2));
    }

    @Override
    public int lanesUnderFloor(GroupState state) {
      return MeanSquare.lanesUnderFloor(state, square(state), numerator(state));
    }

    private RootScaling scaling(Slot at, GroupState state) {
      return new RootScaling(
          1,
          1 / (1 - product(at)),
          meanSquare.epsilon(at),
          numerator(state).fractionBits(),
          square(state).fractionBits());
    }

    private double weightDecay(Slot at) {
      return at.get(table, Coefficient.WEIGHT_DECAY);
    }

    private double product(Slot at) {
      return products.get(at.step(), at.group());
    }

    private static FixedVector numerator(GroupState state) {
      return state.moments().get(0);
    }

    private static FixedVector square(GroupState state) {
      return state.moments().get(1);
    }

    private static FixedVector distance(GroupState state) {
      return state.moments().get(2);
    }
  }
}
