package org.retrograde.reversible.optimizer;

import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.Ratio;

/**
 * Schedule-Free SGD: z &lt;- z - gamma g(y), x &lt;- (1 - c) x + c z, with the gradient at y = (1 -
 * beta) z + beta x, where x is a mean of all z, the part c_t of step t being w_t / (w_0 + ... +
 * w_t), w_t = (t + 1)^r (the largest rate so far)^p: {@link AveragedSteps} along gradients.
 *
 * <p>Gradients enter y directly, so that a step cannot be taken back from the new state alone;
 * strategies that keep states serve it.
 *
 * @param ratePower p
 * @see <a href="https://arxiv.org/abs/2405.15682">Defazio et al. (2024)</a>
 */
public record ScheduleFree(double ratePower) implements Optimizer {

  /** Checks the range. */
  public ScheduleFree {
    AverageWeights.requirePower(ratePower);
  }

  /** Makes one whose weights follow the square of the largest rate. */
  public ScheduleFree() {
    this(2);
  }

  @Override
  public String word() {
    return "schedule-free";
  }

  @Override
  public String meaning() {
    return "z <- z - gamma g(y), x <- (1-c) x + c z, y = (1-beta) z + beta x, a mean x of which is"
        + " judged (neither can this)";
  }

  @Override
  public StepScaling scaling() {
    return StepScaling.PROPORTIONAL;
  }

  @Override
  public String label() {
    return "Schedule-Free SGD";
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(Coefficient.LEARNING_RATE, Coefficient.AVERAGING, Coefficient.INTERPOLATION);
  }

  @Override
  public int moments() {
    return 1;
  }

  @Override
  public int slotTables() {
    return AverageWeights.TABLES;
  }

  @Override
  public boolean isReversible() {
    return false;
  }

  @Override
  public List<Ratio> decays(Slot at, CoefficientTable coefficients) {
    return List.of();
  }

  @Override
  public GroupState zeros(Device device, int rows, int cols) {
    int length = Math.multiplyExact(rows, cols);
    int bits = FixedVector.DEFAULT_FRACTION_BITS;
    return new GroupState(
        new FixedVector(device, "position", length, bits),
        List.of(new FixedVector(device, "distance from the mean", length, bits)),
        new InformationBuffer(device, length));
  }

  @Override
  public PlainRule plain() {
    return new PlainScheduleFree(ratePower);
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    return new Rule(new AveragedSteps(device, coefficients, ratePower));
  }

  private record Rule(AveragedSteps steps) implements UpdateRule {

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor weights) {
      steps.step(at, state.position(), distance(state), gradient, weights);
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      steps.pullBack(
          at, adjoint, distance(state), toDistance(adjoint), gradient, adjoint.gradient());
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      steps.pullBackDecay(at, adjoint, distance(state), toDistance(adjoint));
    }

    private static FixedVector distance(GroupState state) {
      return state.moments().get(0);
    }

    private static Tensor toDistance(GroupAdjoint adjoint) {
      return adjoint.moments().get(0);
    }
  }
}
