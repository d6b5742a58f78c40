package org.retrograde.reversible.optimizer;

import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.exact.Ratio;

/**
 * Decoupled weight decay, x &lt;- c x with c = 1 - eta lambda, part of more than one rule. c is an
 * exact ratio of 24 bits.
 *
 * <p>Adjoint: d_c = &lt;d_x, x&gt;; d_lambda = -eta d_c; d_eta = -lambda d_c; d_x *= c.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter (2019)</a>
 */
record WeightDecay(CoefficientTable table) {

  /** Fraction bits of a position that decays: a range of +-128, and finer digit noise. */
  static final int POSITION_BITS = 56;

  /**
   * Checks the ranges.
   *
   * @throws CoefficientRangeException if a factor is outside [0, 1]
   */
  WeightDecay {
    for (int step = 0; step < table.steps(); step++) {
      for (int group = 0; group < table.groups(); group++) {
        check(new Slot(step, group), table);
      }
    }
  }

  private static void check(Slot at, CoefficientTable table) {
    double rate = at.get(table, Coefficient.LEARNING_RATE);
    if (!Double.isFinite(rate)) {
      throw new CoefficientRangeException(at, Coefficient.LEARNING_RATE, rate, "a finite number");
    }
    double lambda = at.get(table, Coefficient.WEIGHT_DECAY);
    double decay = 1 - rate * lambda;
    if (!(decay >= 0 && decay <= 1)) {
      throw new CoefficientRangeException(
          at, Coefficient.WEIGHT_DECAY, lambda, "in [0, 1 / learning rate]");
    }
  }

  /** Returns c. */
  static Ratio ratio(double learningRate, double weightDecay) {
    return Ratio.of(1 - learningRate * weightDecay, Ratio.MAX_BITS);
  }

  /** Returns c of a step, of a table that need not have been checked. */
  static Ratio at(Slot at, CoefficientTable table) {
    return ratio(at.get(table, Coefficient.LEARNING_RATE), at.get(table, Coefficient.WEIGHT_DECAY));
  }

  /** Takes the decay of a step, before the position moves. */
  void step(Slot at, GroupState state) {
    state.position().decay(at(at, table), state.buffer());
  }

  /** Undoes {@link #step}. */
  void undo(Slot at, GroupState state) {
    state.position().undecay(at(at, table), state.buffer());
  }

  /**
   * Adds the derivatives by the rate and by lambda, before {@link #pullBack}.
   *
   * @param state x_t
   * @param adjoint of x_{t+1}
   */
  void addDerivatives(Slot at, GroupState state, GroupAdjoint adjoint) {
    Scalar along = state.position().dot(adjoint.position());
    adjoint.whenKnown(
        () -> {
          double toDecay = along.value();
          adjoint.add(
              Coefficient.WEIGHT_DECAY, at, -at.get(table, Coefficient.LEARNING_RATE) * toDecay);
          adjoint.add(
              Coefficient.LEARNING_RATE, at, -at.get(table, Coefficient.WEIGHT_DECAY) * toDecay);
        });
  }

  /** Pulls the adjoint of the position back, once all that reads it has. */
  void pullBack(Slot at, GroupAdjoint adjoint) {
    adjoint.position().scale(at(at, table).value());
  }
}
