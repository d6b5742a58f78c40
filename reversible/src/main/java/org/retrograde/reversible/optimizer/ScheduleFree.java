package org.retrograde.reversible.optimizer;

import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.Ratio;

/**
 * Schedule-Free SGD: z &lt;- z - gamma g(y), x &lt;- (1 - c) x + c z, with the gradient at y = (1 -
 * beta) z + beta x, where x is a mean of all z, the part c_t of step t being w_t / (w_0 + ... +
 * w_t), w_t = (t + 1)^r (the largest rate so far)^p.
 *
 * <p>The position is y; after the last step it is x, which is what is judged. The moment is f = z -
 * x before the mean is taken, so that a step is momentum with decays of its own,
 *
 * <pre>
 *   f &lt;- (1 - c_{t-1}) f - gamma g        (c_{-1} = 0, f = 0 before the first step)
 *   y &lt;- y + a f - b g,   a = beta_t - beta_{t+1} (1 - c_t),   b = (1 - beta_t) gamma
 * </pre>
 *
 * <p>with beta = 1 for the step after the last. Gradients enter y directly, so that a step cannot
 * be taken back from the new state alone; strategies that keep states serve it.
 *
 * <p>Adjoint: d_a = &lt;d_y, f'&gt;; d_b = -&lt;d_y, g&gt;; d_f += a d_y; u = -b d_y - gamma d_f;
 * d_gamma = -&lt;d_f, g&gt; + (1 - beta) d_b; d_c of the step before = -&lt;d_f, f&gt;; d_f *= 1 -
 * c_{t-1}. Those of c go to the weights: with A the sum of -d_c w / W^2 over this step and those
 * after it, d_w = d_c / W + A, and from there to the largest rate so far and to r.
 *
 * @param ratePower p
 * @see <a href="https://arxiv.org/abs/2405.15682">Defazio et al. (2024)</a>
 */
public record ScheduleFree(double ratePower) implements Optimizer {

  /** Numbers that steps pass on to those before them: d_c, and A. */
  private static final int TO_PART = 0;

  private static final int TO_WEIGHTS = 1;

  /** Checks the range. */
  public ScheduleFree {
    if (!(ratePower >= 0 && Double.isFinite(ratePower))) {
      throw new IllegalArgumentException(
          "rate-power must be at least 0 and finite, got " + ratePower);
    }
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
    for (int step = 0; step < coefficients.steps(); step++) {
      for (int group = 0; group < coefficients.groups(); group++) {
        check(new Slot(step, group), coefficients);
      }
    }
    return new Rule(
        device,
        coefficients,
        IntStream.range(0, coefficients.groups())
            .mapToObj(
                group -> new AverageWeights(coefficients, group, Coefficient.AVERAGING, ratePower))
            .toList(),
        ratePower);
  }

  private static void check(Slot at, CoefficientTable table) {
    double interpolation = at.get(table, Coefficient.INTERPOLATION);
    if (!(interpolation >= 0 && interpolation <= 1)) {
      throw new CoefficientRangeException(
          at, Coefficient.INTERPOLATION, interpolation, "in [0, 1]");
    }
    double averaging = at.get(table, Coefficient.AVERAGING);
    if (!(averaging >= 0 && Double.isFinite(averaging))) {
      throw new CoefficientRangeException(at, Coefficient.AVERAGING, averaging, "at least 0");
    }
  }

  private record Rule(
      Device device, CoefficientTable table, List<AverageWeights> weights, double ratePower)
      implements UpdateRule {

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor rounded) {
      weights.get(at.group()).begin(at.step());
      FixedVector distance = state.moments().get(0);
      if (at.step() > 0) {
        distance.addScaled(-partBefore(at), copy(distance, gradient));
      }
      distance.addScaled(-rate(at), gradient);
      state.position().addScaled(-(1 - interpolation(at)) * rate(at), gradient);
      state.position().addAndRound(alongDistance(at), distance, rounded);
    }

    private Tensor copy(FixedVector vector, Tensor like) {
      Tensor copy = device.tensor(Precision.FLOAT64, like.rows(), like.cols());
      vector.copyTo(copy);
      return copy;
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor toPosition = adjoint.position();
      Scalar along = state.moments().get(0).dot(toPosition);
      Scalar onGradient = toPosition.dot(gradient);
      adjoint.whenKnown(
          () -> {
            adjoint.add(
                Coefficient.LEARNING_RATE, at, -(1 - interpolation(at)) * onGradient.value());
            adjoint.add(
                Coefficient.INTERPOLATION, at, rate(at) * onGradient.value() + along.value());
            if (!isLast(at)) {
              adjoint.add(Coefficient.INTERPOLATION, next(at), -(1 - part(at)) * along.value());
            }
            toWeights(
                at, adjoint, adjoint.product(TO_PART) + interpolation(next(at)) * along.value());
          });
      adjoint.gradient().assignScaled(-(1 - interpolation(at)) * rate(at), toPosition);
      adjoint.moments().get(0).addScaled(alongDistance(at), toPosition);
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor toDistance = adjoint.moments().get(0);
      Scalar onGradient = toDistance.dot(gradient);
      Scalar onDistance = state.moments().get(0).dot(toDistance);
      adjoint.whenKnown(
          () -> {
            adjoint.add(Coefficient.LEARNING_RATE, at, -onGradient.value());
            adjoint.addToProduct(TO_PART, -adjoint.product(TO_PART) - onDistance.value());
          });
      adjoint.gradient().addScaled(-rate(at), toDistance);
      toDistance.scale(at.step() == 0 ? 0 : 1 - partBefore(at));
    }

    /** Pulls the derivative by c_t back to w_0 .. w_t, and that by w_t to what it is made of. */
    private void toWeights(Slot at, GroupAdjoint adjoint, double toPart) {
      AverageWeights means = weights.get(at.group());
      double sum = means.sum(at.step());
      if (!(sum > 0)) {
        return; // every c so far is 0, whatever the rates
      }
      double weight = means.weight(at.step());
      adjoint.addToProduct(TO_WEIGHTS, -toPart * weight / sum / sum);
      double toLogWeight = (toPart / sum + adjoint.product(TO_WEIGHTS)) * weight;
      Slot largest = new Slot(means.largestAt(at.step()), at.group());
      if (ratePower > 0) { // else rates may be 0
        adjoint.add(Coefficient.LEARNING_RATE, largest, ratePower * toLogWeight / rate(largest));
      }
      adjoint.add(Coefficient.AVERAGING, at, toLogWeight * Math.log(at.step() + 1.0));
    }

    private double alongDistance(Slot at) {
      return interpolation(at) - interpolation(next(at)) * (1 - part(at));
    }

    private double part(Slot at) {
      return weights.get(at.group()).part(at.step());
    }

    private double partBefore(Slot at) {
      return weights.get(at.group()).part(at.step() - 1);
    }

    private double rate(Slot at) {
      return at.get(table, Coefficient.LEARNING_RATE);
    }

    /** After the last step, the mean itself is the position. */
    private double interpolation(Slot at) {
      return at.step() == table.steps() ? 1 : at.get(table, Coefficient.INTERPOLATION);
    }

    private boolean isLast(Slot at) {
      return at.step() == table.steps() - 1;
    }

    private static Slot next(Slot at) {
      return new Slot(at.step() + 1, at.group());
    }
  }
}
