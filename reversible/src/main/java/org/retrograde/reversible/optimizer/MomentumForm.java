package org.retrograde.reversible.optimizer;

import org.retrograde.reversible.exact.Ratio;

/** The two customary ways to write momentum; they differ in where the gradient's weight stands. */
public enum MomentumForm {
  /**
   * v &lt;- gamma v - (1 - gamma) g; x &lt;- x + alpha v: the velocity is an average of gradients.
   */
  PAPER("momentum", "v <- gamma v - (1-gamma) g, x <- x + alpha v", +1) {
    @Override
    double gradientWeight(Ratio decay) {
      return -decay.complement();
    }

    @Override
    boolean mayKeepAll() {
      return false;
    }
  },
  /** v &lt;- mu v + g; x &lt;- x - alpha v: PyTorch's and optax's momentum. */
  HEAVY_BALL("heavy-ball", "v <- mu v + g, x <- x - alpha v", -1) {
    @Override
    double gradientWeight(Ratio decay) {
      return 1;
    }
  };

  private final String word;
  private final String meaning;
  private final int positionSign;

  MomentumForm(String word, String meaning, int positionSign) {
    this.word = word;
    this.meaning = meaning;
    this.positionSign = positionSign;
  }

  /** Returns what momentum of this form is called in a config. */
  String word() {
    return word;
  }

  /** Returns its step. */
  String meaning() {
    return meaning;
  }

  /** Returns the sign of alpha v in the new position. */
  int positionSign() {
    return positionSign;
  }

  /** Returns whether a velocity that loses nothing, with a decay of 1, takes gradients in. */
  boolean mayKeepAll() {
    return true;
  }

  /** Returns the factor of g in the new velocity. */
  abstract double gradientWeight(Ratio decay);
}
