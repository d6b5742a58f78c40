package org.retrograde.reversible.optimizer;

import org.retrograde.reversible.word.Keyword;

/** A number that an update rule reads at every step for every parameter group. */
public enum Coefficient implements Keyword {
  /** Factor from the update's direction to the position, alpha or eta; any finite number. */
  LEARNING_RATE("learning rate", "learning rate"),
  /** Decay of the velocity, gamma or mu; in [0, 1]. */
  MOMENTUM("momentum", "decay of the velocity"),
  /** Decay of the mean gradient; in [0, 1). */
  BETA1("beta1", "decay of the mean gradient"),
  /** Decay of the mean squared gradient; in [0, 1). */
  BETA2("beta2", "decay of the mean squared gradient"),
  /** Added to the root of the mean square; at least 0. */
  EPSILON("epsilon", "what is added to the root of the mean square"),
  /** Decoupled weight decay lambda; a step multiplies the position by 1 - eta lambda, in [0, 1]. */
  WEIGHT_DECAY("weight decay", "decoupled weight decay");

  private final String label;
  private final String meaning;

  Coefficient(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns the name for people. */
  public String label() {
    return label;
  }
}
