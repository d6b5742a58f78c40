package org.retrograde.reversible.optimizer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.archive.Archive;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.InformationBuffer;
import org.retrograde.reversible.exact.Ratio;

/**
 * SGD with momentum and decoupled weight decay, the rate of each parameter group multiplied by the
 * {@linkplain SignalToNoise signal-to-noise ratio} r of its first gradient: SGD-SaI, exactly
 * reversible.
 *
 * <p>A step is v &lt;- mu v + w g; x &lt;- c x - eta r v, with c = 1 - eta lambda and w = 1 - mu,
 * but w = 1 in the first step, where v is the gradient itself. Weight decay has no r. A group whose
 * gradient is 0 has no ratio and is moved by weight decay alone until its first gradient that is
 * not; the published code has r = 0 for it from then on, so that under a readout that starts at 0
 * nothing below it would train. Ratios are as they are published, not divided by the largest of all
 * groups as later versions of the published code do: that is another rate for all of them alike.
 *
 * <p>Adjoint: d_c = &lt;d_x, x&gt;; d_lambda = -eta d_c; d_eta = -r &lt;d_x, v'&gt; - lambda d_c;
 * d_r -= eta &lt;d_x, v'&gt;; d_v -= eta r d_x; d_x *= c. Then d_mu = &lt;d_v, v - g&gt;; u = w
 * d_v; d_x += H u; d_v *= mu. d_r is summed over all steps; the first one, whose gradient made r,
 * has d_mu = &lt;d_v, v&gt; and u = d_v + d_r dr/dg.
 *
 * <p>Cost: that of {@link Momentum}, one more exchange of digits where weights decay, and one
 * gradient read by the host; memory log2(1 / (mu c)) bits a step.
 *
 * @see <a href="https://arxiv.org/abs/2412.11768">Xu et al. (2024)</a>, No More Adam
 */
public record SgdSai() implements Optimizer {

  /** The number that steps pass on to those before them: d_r. */
  private static final int TO_RATIO = 0;

  @Override
  public String word() {
    return "sgd-sai";
  }

  @Override
  public String meaning() {
    return "v <- mu v + (1-mu) g, x <- (1 - eta lambda) x - eta r v, with r the signal-to-noise"
        + " ratio of each parameter group's first gradient that is not 0 (SGD-SaI)";
  }

  @Override
  public StepScaling scaling() {
    return StepScaling.PROPORTIONAL;
  }

  @Override
  public String label() {
    return "SGD-SaI";
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
  public boolean isReversible() {
    return true;
  }

  @Override
  public List<Ratio> decays(Slot at, CoefficientTable coefficients) {
    return List.of(
        Ratio.of(at.get(coefficients, Coefficient.MOMENTUM)), WeightDecay.at(at, coefficients));
  }

  @Override
  public GroupState zeros(Device device, int rows, int cols) {
    int length = Math.multiplyExact(rows, cols);
    int bits = FixedVector.DEFAULT_FRACTION_BITS;
    return new GroupState(
        new FixedVector(device, "position", length, WeightDecay.POSITION_BITS),
        List.of(new FixedVector(device, "velocity", length, bits)),
        new InformationBuffer(device, length));
  }

  @Override
  public PlainRule plain() {
    return new PlainSgdSai();
  }

  @Override
  public UpdateRule bind(Device device, CoefficientTable coefficients) {
    return new Rule(device, coefficients);
  }

  private static final class Rule implements ReversibleRule {

    private final Device device;
    private final CoefficientTable table;
    private final Decays decays;
    private final WeightDecay weightDecay;
    private final @Nullable First[] firsts;

    /** When a group woke, and what its gradient was like. */
    private record First(int step, SignalToNoise noise) {

      private static final First BLANK = new First(0, new SignalToNoise(0, 0, 0));

      First archived(Archive archive) {
        return new First(
            archive.integer(step),
            new SignalToNoise(
                archive.number(noise.ratio()),
                archive.number(noise.alongGradient()),
                archive.number(noise.constant())));
      }
    }

    Rule(Device device, CoefficientTable table) {
      this.device = device;
      this.table = table;
      this.decays = new Decays(table, Coefficient.MOMENTUM).belowOne();
      this.weightDecay = new WeightDecay(table);
      this.firsts = new First[table.groups()];
    }

    @Override
    public void step(Slot at, GroupState state, Tensor gradient, Tensor weights) {
      if (state.wokenAt() == GroupState.ASLEEP) {
        SignalToNoise noise = SignalToNoise.of(gradient.toArray());
        if (noise.ratio() != 0) {
          state.wake(at.step());
          firsts[at.group()] = new First(at.step(), noise);
        }
      }
      boolean awake = state.wokenAt() <= at.step();
      if (awake) {
        velocity(state).decayAndAdd(decays.at(at), state.buffer(), weight(at), gradient);
      }
      weightDecay.step(at, state);
      if (awake) {
        state.position().addAndRound(-rate(at) * ratio(at), velocity(state), weights);
      } else {
        state.position().copyTo(weights);
      }
    }

    @Override
    public void undoPosition(Slot at, GroupState state, Tensor weights) {
      if (wasAwake(at)) {
        state.position().addScaled(rate(at) * ratio(at), velocity(state));
      }
      weightDecay.undo(at, state);
      state.position().copyTo(weights);
    }

    @Override
    public void undoMoments(Slot at, GroupState state, Tensor gradient) {
      if (!wasAwake(at)) {
        return;
      }
      velocity(state).addAndUndecay(-weight(at), gradient, decays.at(at), state.buffer());
      if (isFirst(at)) {
        state.wake(GroupState.ASLEEP);
      }
    }

    @Override
    public void pullBackPosition(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      weightDecay.addDerivatives(at, state, adjoint);
      if (wasAwake(at)) {
        double ratio = ratio(at);
        Scalar along = velocity(state).dot(adjoint.position());
        adjoint.whenKnown(
            () -> {
              adjoint.add(Coefficient.LEARNING_RATE, at, -ratio * along.value());
              adjoint.addToProduct(TO_RATIO, -rate(at) * along.value());
            });
        velocity(adjoint).addScaled(-rate(at) * ratio, adjoint.position());
      }
      weightDecay.pullBack(at, adjoint);
    }

    @Override
    public void pullBackMoments(Slot at, GroupState state, GroupAdjoint adjoint, Tensor gradient) {
      Tensor velocity = velocity(adjoint);
      if (!wasAwake(at)) {
        adjoint.gradient().fill(0);
        adjoint.whenKnown(() -> adjoint.add(Coefficient.MOMENTUM, at, 0)); // it has one, which is 0
        return;
      }
      Scalar toDecay = velocity(state).dot(velocity);
      Scalar toWeight = isFirst(at) ? Scalar.of(0) : velocity.dot(gradient);
      adjoint.whenKnown(
          () -> adjoint.add(Coefficient.MOMENTUM, at, toDecay.value() - toWeight.value()));
      adjoint.gradient().assignScaled(weight(at), velocity);
      velocity.scale(decays.at(at).value());
      if (isFirst(at)) {
        adjoint.settle(); // once a run, for the ratio's derivative
        addRatio(at, adjoint, gradient);
      }
    }

    private void addRatio(Slot at, GroupAdjoint adjoint, Tensor gradient) {
      SignalToNoise noise = first(at).noise;
      double toRatio = adjoint.product(TO_RATIO);
      Tensor ones = device.tensor(Precision.FLOAT64, gradient.rows(), gradient.cols());
      ones.fill(1);
      adjoint.gradient().addScaled(toRatio * noise.alongGradient(), gradient);
      adjoint.gradient().addScaled(toRatio * noise.constant(), ones);
    }

    @Override
    public void archive(Archive archive) {
      for (int g = 0; g < firsts.length; g++) {
        First first = firsts[g];
        if (archive.flag(first != null)) {
          firsts[g] = (first == null ? First.BLANK : first).archived(archive);
        }
      }
    }

    /** Whether a step that has been taken found the group awake, whatever has been undone since. */
    private boolean wasAwake(Slot at) {
      First first = firsts[at.group()];
      return first != null && first.step <= at.step();
    }

    private boolean isFirst(Slot at) {
      return first(at).step == at.step();
    }

    private First first(Slot at) {
      First first = firsts[at.group()];
      if (first == null) {
        throw new IllegalStateException("no step of group %d was taken".formatted(at.group()));
      }
      return first;
    }

    private double weight(Slot at) {
      return isFirst(at) ? 1 : decays.at(at).complement();
    }

    private double ratio(Slot at) {
      return first(at).noise.ratio();
    }

    private double rate(Slot at) {
      return at.get(table, Coefficient.LEARNING_RATE);
    }

    private static FixedVector velocity(GroupState state) {
      return state.moments().get(0);
    }

    private static Tensor velocity(GroupAdjoint adjoint) {
      return adjoint.moments().get(0);
    }
  }
}
