package org.retrograde.reversible.optimizer;

import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.Ratio;

/**
 * The mean m of a group's gradients, m &lt;- beta m + (1 - beta) g, part of more than one rule. Its
 * unit follows the gradients, see {@link MomentUnits}.
 *
 * @param decays beta
 */
record MeanGradient(Decays decays) {

  void step(Slot at, GroupState state, FixedVector mean, Tensor gradient) {
    Ratio decay = decays.at(at);
    mean.decayAndAdd(decay, state.buffer(), decay.complement(), gradient);
  }

  void undo(Slot at, GroupState state, FixedVector mean, Tensor gradient) {
    Ratio decay = decays.at(at);
    mean.addAndUndecay(-decay.complement(), gradient, decay, state.buffer());
  }

  /**
   * Returns &lt;d_m, m - g&gt;, the derivative with respect to beta. What goes on to the gradient
   * is (1 - beta) d_m, and to m before the step beta d_m.
   *
   * @param mean m before the step
   * @param toMean d_m
   */
  static Scalar toDecay(FixedVector mean, Tensor toMean, Tensor gradient) {
    Scalar along = mean.dot(toMean);
    Scalar onGradient = toMean.dot(gradient);
    return () -> along.value() - onGradient.value();
  }
}
