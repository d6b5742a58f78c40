package org.retrograde.reversible.optimizer;

import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.FixedVector;
import org.retrograde.reversible.exact.Ratio;

/**
 * The mean square s of a group's gradients, s &lt;- beta2 s + (1 - beta2) g^2, part of more than
 * one rule.
 *
 * <p>g^2 spans more than the bits of a lane, so s has a power-of-two scale of its own, chosen at
 * the group's first gradient that is not all zero: the largest g^2 there leaves {@code headroom}
 * bits above it. Until then the group sleeps: s is exactly 0, and so is every update. Beneath, a
 * decay leaves up to 2^k units of digit noise, which is the floor of s.
 */
final class MeanSquare {

  static final int DEFAULT_HEADROOM_BITS = 12;

  private static final int MAX_HEADROOM_BITS = 40;
  private static final int LANE_BITS = 62;
  private static final int MAX_FRACTION_BITS = 500;

  private final CoefficientTable table;
  private final Decays decays;
  private final int headroomBits;

  /** Reads {@link Coefficient#BETA2} and {@link Coefficient#EPSILON}, and checks their ranges. */
  MeanSquare(CoefficientTable table, int headroomBits) {
    this.table = table;
    this.decays = new Decays(table, Coefficient.BETA2);
    this.headroomBits = headroomBits;
    for (int step = 0; step < table.steps(); step++) {
      for (int group = 0; group < table.groups(); group++) {
        Slot at = new Slot(step, group);
        if (!(epsilon(at) >= 0)) {
          throw new CoefficientRangeException(at, Coefficient.EPSILON, epsilon(at), "at least 0");
        }
      }
    }
  }

  static void requireHeadroom(int bits) {
    if (bits < 1 || bits > MAX_HEADROOM_BITS) {
      throw new IllegalArgumentException(
          "headroomBits must be in [1, %d], got %d".formatted(MAX_HEADROOM_BITS, bits));
    }
  }

  Decays decays() {
    return decays;
  }

  double epsilon(Slot at) {
    return at.get(table, Coefficient.EPSILON);
  }

  /** Wakes the group if it sleeps and the gradient is not all zero; returns whether it is awake. */
  boolean awake(Slot at, GroupState state, FixedVector square, Tensor gradient) {
    if (state.wokenAt() != GroupState.ASLEEP) {
      return true;
    }
    double largest = gradient.maxAbs().value(); // only while it sleeps
    if (largest == 0) {
      return false;
    }
    int exponent = 2 * Math.getExponent(largest) + 2; // g^2 < 2^exponent
    square.setFractionBits(
        Math.max(
            -MAX_FRACTION_BITS, Math.min(MAX_FRACTION_BITS, LANE_BITS - headroomBits - exponent)));
    state.wake(at.step());
    return true;
  }

  /** Returns whether the group was awake in a step that has been taken. */
  static boolean wasAwake(Slot at, GroupState state) {
    return state.wokenAt() <= at.step();
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

  /** Returns how many lanes could be digit noise; a sleeping group has had no decay. */
  static int lanesUnderFloor(GroupState state, FixedVector square) {
    return state.wokenAt() == GroupState.ASLEEP
        ? 0
        : square.lanes().countBelow(1L << Ratio.DEFAULT_BITS);
  }
}
