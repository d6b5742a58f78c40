package org.retrograde.reversible.optimizer;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.Ratio;

/**
 * Primal averaging, exactly reversible: z &lt;- z - gamma g(x), x &lt;- (1 - c) x + c z. It is
 * {@link ScheduleFree} with an interpolation of 1: gradients are taken at the mean x itself, which
 * is also what is judged.
 *
 * <p>The position is x and the moment f = z - x before the mean is taken, so that a step is
 * momentum with a decay of its own,
 *
 * <pre>
 *   f &lt;- (1 - c_{t-1}) f - gamma g        (no decay in the first step, f = 0 before it)
 *   x &lt;- x + c_t f
 * </pre>
 *
 * <p>x moves by a number that depends on f alone, so it can be taken back; then the gradient there
 * is known, and f is taken back too. c_t is w_t / W_t with the weights of {@link ScheduleFree}, but
 * the start counts in the mean, as much as the first step: a mean without it forgets it, so that
 * nothing could lead back to it. Decays are exact ratios n / 2^24, and c is 1 minus the ratio in
 * both lines: weights of the mean are those of c rounded down to a multiple of 2^-24 (below 1), and
 * z is as if there were no mean at all.
 *
 * <p>Adjoint: d_c = &lt;d_x, f'&gt; less &lt;d_f, f&gt; of the step after, pulled back by {@link
 * AverageWeights}; d_f += c d_x; u = -gamma d_f; d_gamma = -&lt;d_f, g&gt;; d_f *= 1 - c_{t-1}.
 *
 * <p>Cost: one exchange of digits a parameter each way; memory log2 of W_T over the weight of the
 * start, in all: log2(T) bits a parameter for T steps where all weights are alike. Rounding c down
 * keeps the bound of the buffer's heads at T exactly, so that they are all that is accounted for.
 *
 * @param ratePower p of {@link ScheduleFree}
 * @see <a href="https://arxiv.org/abs/2405.15682">Defazio et al. (2024)</a>, equations 3 to 5 with
 *     beta = 1
 * @see <a href="https://arxiv.org/abs/2010.00406">Defazio (2020)</a>, primal averaging as momentum
 */
public record PrimalAveraging(double ratePower) implements Optimizer {

  /** Checks the range. */
  public PrimalAveraging {
    AverageWeights.requirePower(ratePower);
  }

  /** Makes one whose weights follow the square of the largest rate. */
  public PrimalAveraging() {
    this(2);
  }

  @Override
  public String word() {
    return "primal-averaging";
  }

  @Override
  public String meaning() {
    return "z <- z - gamma g(x), x <- (1-c) x + c z, schedule-free with gradients at the mean x,"
        + " which can be undone";
  }

  @Override
  public StepScaling scaling() {
    return StepScaling.PROPORTIONAL;
  }

  @Override
  public String label() {
    return "primal averaging";
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(Coefficient.LEARNING_RATE, Coefficient.AVERAGING);
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
    return true;
  }

  @Override
  public List<Ratio> decays(Slot at, CoefficientTable coefficients) {
    return decay(at, weights(at.group(), coefficients));
  }

  @Override
  public Stream<List<Ratio>> decays(int group, CoefficientTable coefficients) {
    AverageWeights weights = weights(group, coefficients);
    return IntStream.range(0, coefficients.steps())
        .mapToObj(step -> decay(new Slot(step, group), weights));
  }

  private AverageWeights weights(int group, CoefficientTable coefficients) {
    return new AverageWeights(coefficients, group, ratePower, true);
  }

  private static List<Ratio> decay(Slot at, AverageWeights weights) {
    return at.step() == 0 ? List.of() : List.of(ratio(weights.part(at.step() - 1)));
  }

  /** Returns 1 - c, rounded up, and at least 2^-24. */
  private static Ratio ratio(double part) {
    long one = 1L << Ratio.MAX_BITS;
    return new Ratio(Math.max(1, one - (long) Math.scalb(part, Ratio.MAX_BITS)), Ratio.MAX_BITS);
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
    return new PlainPrimalAveraging(ratePower);
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    return new Rule(coefficients, AverageWeights.ofGroups(coefficients, ratePower, true));
  }

  private record Rule(CoefficientTable table, List<AverageWeights> weights)
      implements ReversibleRule {

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor rounded) {
      weights.get(at.group()).begin(at.step());
      if (at.step() == 0) {
        distance(state).addScaled(-rate(at), gradient);
      } else {
        distance(state).decayAndAdd(decay(at), state.buffer(), -rate(at), gradient);
      }
      state.position().addAndRound(part(at), distance(state), rounded);
    }

    @Override
    public void undoPosition(Slot at, GroupState state, Tensor rounded) {
      state.position().addAndRound(-part(at), distance(state), rounded);
    }

    @Override
    public void undoMoments(Slot at, GroupState state, Tensor gradient) {
      if (at.step() == 0) {
        distance(state).addScaled(rate(at), gradient);
      } else {
        distance(state).addAndUndecay(rate(at), gradient, decay(at), state.buffer());
      }
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Scalar along = distance(state).dot(adjoint.position());
      AverageWeights means = weights.get(at.group());
      adjoint.whenKnown(() -> means.pullBack(at.step(), along.value(), adjoint));
      adjoint.moments().get(0).addScaled(part(at), adjoint.position());
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor toDistance = adjoint.moments().get(0);
      Scalar onGradient = toDistance.dot(gradient);
      adjoint.whenKnown(() -> adjoint.add(Coefficient.LEARNING_RATE, at, -onGradient.value()));
      adjoint.gradient().assignScaled(-rate(at), toDistance);
      if (at.step() > 0) {
        Scalar onDistance = distance(state).dot(toDistance);
        AverageWeights means = weights.get(at.group());
        adjoint.whenKnown(() -> means.addToPart(adjoint, -onDistance.value()));
        toDistance.scale(decay(at).value());
      }
    }

    /** Returns 1 - c of the step before. */
    private Ratio decay(Slot at) {
      return ratio(weights.get(at.group()).part(at.step() - 1));
    }

    private double part(Slot at) {
      return ratio(weights.get(at.group()).part(at.step())).complement();
    }

    private double rate(Slot at) {
      return at.get(table, Coefficient.LEARNING_RATE);
    }

    private static FixedVector distance(GroupState state) {
      return state.moments().get(0);
    }
  }
}
