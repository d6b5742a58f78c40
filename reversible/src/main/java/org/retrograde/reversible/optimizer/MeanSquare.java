package org.retrograde.reversible.optimizer;

import java.util.stream.IntStream;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.Ratio;

/**
 * The mean square s of a group's gradients, s &lt;- beta2 s + (1 - beta2) g^2, part of more than
 * one rule.
 *
 * <p>Its unit follows the gradients, see {@link MomentUnits}. A decay leaves up to 2^k units of
 * digit noise, which is the floor of s.
 */
final class MeanSquare {

  /** What a decay may leave of nothing, in units. */
  static final long FLOOR = 1L << Ratio.DEFAULT_BITS;

  private final CoefficientTable table;
  private final Decays decays;

  /** Reads {@link Coefficient#BETA2} and {@link Coefficient#EPSILON}, and checks their ranges. */
  MeanSquare(CoefficientTable table) {
    this.table = table;
    this.decays = new Decays(table, Coefficient.BETA2);
    CoefficientRangeException.require(
        table, Coefficient.EPSILON, value -> value >= 0, "at least 0");
  }

  Decays decays() {
    return decays;
  }

  double epsilon(Slot at) {
    return at.get(table, Coefficient.EPSILON);
  }

  void step(Slot at, GroupState state, FixedVector square, Tensor gradient) {
    Ratio decay = decays.at(at);
    square.decay(decay, state.buffer());
    square.addScaledSquare(decay.complement(), gradient);
  }

  void undo(Slot at, GroupState state, FixedVector square, Tensor gradient) {
    Ratio decay = decays.at(at);
    square.addScaledSquare(-decay.complement(), gradient);
    square.undecay(decay, state.buffer());
  }

  /**
   * Pulls back, from d_s: u = 2 (1 - beta2) g d_s; d_s *= beta2.
   *
   * @param square s before the step
   * @param direction u. Overwritten.
   * @return &lt;d_s, s - g^2&gt;, the derivative with respect to beta2
   */
  Scalar pullBack(
      Slot at, FixedVector square, Tensor squareAdjoint, Tensor gradient, Tensor direction) {
    Ratio decay = decays.at(at);
    direction.fill(0);
    direction.addProduct(1, gradient, squareAdjoint);
    Scalar toDecay = square.dot(squareAdjoint);
    Scalar toWeight = direction.dot(gradient);
    direction.scale(2 * decay.complement());
    squareAdjoint.scale(decay.value());
    return () -> toDecay.value() - toWeight.value();
  }

  /**
   * Returns how many lanes have an s that digit noise could have made though their gradient is not
   * 0, as {@code mean}, of the gradient, tells: they do not move as they should. A sleeping group
   * has had no decay.
   */
  static int lanesUnderFloor(GroupState state, FixedVector square, FixedVector mean) {
    if (state.wokenAt() == GroupState.ASLEEP || square.lanes().countBelow(FLOOR) == 0) {
      return 0;
    }
    long[] s = square.lanes().toArray();
    long[] m = mean.lanes().toArray();
    return (int)
        IntStream.range(0, s.length)
            .filter(i -> s[i] < FLOOR && Math.abs(m[i]) >= 2 * FLOOR)
            .count();
  }
}
