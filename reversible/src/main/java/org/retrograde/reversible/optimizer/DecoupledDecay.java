package org.retrograde.reversible.optimizer;

import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.exact.Ratio;

/** Decoupled weight decay, x &lt;- c x with c = 1 - eta lambda, part of more than one rule. */
final class DecoupledDecay {

  /** Fraction bits of the position: a range of +-128, and finer digit noise under its decay. */
  static final int POSITION_BITS = 56;

  private final CoefficientTable table;

  /**
   * Reads {@link Coefficient#LEARNING_RATE} and {@link Coefficient#WEIGHT_DECAY}.
   *
   * @throws CoefficientRangeException if a rate is no number, or c is outside [0, 1]
   */
  DecoupledDecay(CoefficientTable table) {
    this.table = table;
    for (int step = 0; step < table.steps(); step++) {
      for (int group = 0; group < table.groups(); group++) {
        check(new Slot(step, group));
      }
    }
  }

  private void check(Slot at) {
    if (!Double.isFinite(rate(at))) {
      throw new CoefficientRangeException(
          at, Coefficient.LEARNING_RATE, rate(at), "a finite number");
    }
    double decay = 1 - rate(at) * weightDecay(at);
    if (!(decay >= 0 && decay <= 1)) {
      throw new CoefficientRangeException(
          at, Coefficient.WEIGHT_DECAY, weightDecay(at), "in [0, 1 / learning rate]");
    }
  }

  /** Returns c as the exact ratio. */
  static Ratio ratio(double learningRate, double weightDecay) {
    return Ratio.of(1 - learningRate * weightDecay, Ratio.MAX_BITS);
  }

  /** Returns the ratio of a step. */
  static Ratio ratio(Slot at, CoefficientTable table) {
    return ratio(at.get(table, Coefficient.LEARNING_RATE), at.get(table, Coefficient.WEIGHT_DECAY));
  }

  Ratio at(Slot at) {
    return ratio(at, table);
  }

  /**
   * Adds d_lambda = -eta d_c and d_eta = -lambda d_c, with d_c = &lt;d_x, x&gt;; who calls it
   * scales d_x by c once all else has been pulled back.
   */
  void addDerivatives(Slot at, GroupState state, GroupAdjoint adjoint) {
    Tensor position = adjoint.position();
    Scalar along = state.position().dot(position);
    adjoint.whenKnown(
        () -> {
          double toDecay = along.value();
          adjoint.add(Coefficient.WEIGHT_DECAY, at, -rate(at) * toDecay);
          adjoint.add(Coefficient.LEARNING_RATE, at, -weightDecay(at) * toDecay);
        });
  }

  double rate(Slot at) {
    return at.get(table, Coefficient.LEARNING_RATE);
  }

  private double weightDecay(Slot at) {
    return at.get(table, Coefficient.WEIGHT_DECAY);
  }
}
