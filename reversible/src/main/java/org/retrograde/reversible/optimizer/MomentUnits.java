package org.retrograde.reversible.optimizer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.exact.FixedVector;

/**
 * The units of a group's moments, means of powers of its gradient, which follow the gradients.
 *
 * <p>g^2 spans more than the bits of a lane, and what a mean keeps of a small g depends on its unit
 * as well, so each moment of each group has a power-of-two unit of its own. It is chosen at the
 * group's first gradient that is not all zero, so that the largest entry leaves {@code headroom}
 * bits above it; until then the group sleeps: its moments are exactly 0, and so is every update.
 * From then on a bound of the largest entry is known before every step, b &lt;- beta b + (1 - beta)
 * max |g|^p, and where it would leave less than one bit, the unit grows so that there are {@code
 * headroom} again. The digits that the lanes lose go to the buffer like those of a decay, and come
 * back when the step is undone. Digit noise is at most 2^32 units, so one bit is enough.
 *
 * <p>Cost: the largest magnitude of each gradient, forward; as many bits a parameter as units grow,
 * which is log2(1 / (1 - beta)) where all gradients are alike.
 */
final class MomentUnits {

  static final int DEFAULT_HEADROOM_BITS = 2;

  private static final int MAX_HEADROOM_BITS = 40;
  private static final int LANE_BITS = 62;
  private static final int LEAST_HEADROOM_BITS = 1;
  private static final int MAX_FRACTION_BITS = 500;

  private final int headroomBits;
  private final List<Mean> means;

  /**
   * A moment.
   *
   * @param power of the gradient that it is a mean of, 1 or 2
   * @param decays beta; null where it is the last one alone
   */
  record Mean(int power, @Nullable Decays decays) {

    /** Returns a bound of its entries after a step, from one before. */
    double bound(Slot at, double before, double largest) {
      double added = power == 1 ? largest : largest * largest;
      return decays == null
          ? added
          : decays.at(at).value() * before + decays.at(at).complement() * added;
    }
  }

  /**
   * Makes a rule.
   *
   * @param headroomBits in [1, 40]
   * @param means the moments, in their order
   */
  MomentUnits(int headroomBits, List<Mean> means) {
    this.headroomBits = headroomBits;
    this.means = means;
  }

  static void requireHeadroom(int bits) {
    if (bits < LEAST_HEADROOM_BITS || bits > MAX_HEADROOM_BITS) {
      throw new IllegalArgumentException(
          "headroom-bits must be in [1, %d], got %d".formatted(MAX_HEADROOM_BITS, bits));
    }
  }

  /**
   * Makes room for a gradient, before the step that takes it; wakes the group if it sleeps.
   *
   * @param largest magnitude of the gradient
   */
  void fit(Slot at, GroupState state, double largest) {
    boolean isFirst = state.wokenAt() == GroupState.ASLEEP;
    if (isFirst && largest == 0) {
      return;
    }
    if (isFirst) {
      state.wake(at.step());
    }
    double size = largest <= Double.MAX_VALUE ? largest : 0; // the sums report what is no number
    double[] bounds = new double[means.size()];
    for (int moment = 0; moment < bounds.length; moment++) {
      double before = isFirst ? 0 : state.bound(moment);
      bounds[moment] = means.get(moment).bound(at, before, size);
      fit(at, state, moment, Math.getExponent(bounds[moment]) + 1, isFirst);
    }
    state.pushBounds(bounds);
  }

  /** Makes room for entries up to 2^exponent. */
  private void fit(Slot at, GroupState state, int moment, int exponent, boolean isFirst) {
    FixedVector mean = state.moments().get(moment);
    int wanted =
        Math.max(
            -MAX_FRACTION_BITS, Math.min(MAX_FRACTION_BITS, LANE_BITS - headroomBits - exponent));
    if (isFirst || means.get(moment).decays() == null) { // written anew
      mean.setFractionBits(wanted);
    } else if (exponent + mean.fractionBits() > LANE_BITS - LEAST_HEADROOM_BITS) {
      state.coarsen(at.step(), moment, mean.fractionBits() - wanted);
    }
  }

  /** Returns whether the group was awake in a step that has been taken. */
  static boolean wasAwake(Slot at, GroupState state) {
    return state.wokenAt() <= at.step();
  }

  /** Undoes {@link #fit}, after everything else that the step did to the moments. */
  static void undo(Slot at, GroupState state) {
    state.refine(at.step());
    state.popBounds();
    if (state.wokenAt() == at.step()) {
      state.wake(GroupState.ASLEEP);
    }
  }
}
