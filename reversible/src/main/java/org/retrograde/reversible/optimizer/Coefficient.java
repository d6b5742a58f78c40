package org.retrograde.reversible.optimizer;

/** A number that an update rule reads at every step for every parameter group. */
public enum Coefficient {
  /** Factor from the update's direction to the position, alpha or eta; any finite number. */
  LEARNING_RATE("learning rate"),
  /** Decay of the velocity, gamma or mu; in [0, 1]. */
  MOMENTUM("momentum"),
  /** Decay of the mean gradient; in [0, 1). */
  BETA1("beta1"),
  /** Decay of the mean squared gradient; in [0, 1). */
  BETA2("beta2"),
  /** Added to the root of the mean square; at least 0. */
  EPSILON("epsilon"),
  /** Decoupled weight decay lambda; a step multiplies the position by 1 - eta lambda, in [0, 1]. */
  WEIGHT_DECAY("weight decay");

  private final String label;

  Coefficient(String label) {
    this.label = label;
  }

  /** Returns the name for people. */
  public String label() {
    return label;
  }
}
