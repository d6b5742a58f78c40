package org.retrograde.reversible.optimizer;

/** A number that an update rule reads at every step for every parameter group. */
public enum Coefficient {
  /** Factor from velocity to position, alpha; any finite number. */
  LEARNING_RATE("learning rate"),
  /** Decay of the velocity, gamma or mu; in [0, 1]. */
  MOMENTUM("momentum");

  private final String label;

  Coefficient(String label) {
    this.label = label;
  }

  /** Returns the name for people. */
  public String label() {
    return label;
  }
}
