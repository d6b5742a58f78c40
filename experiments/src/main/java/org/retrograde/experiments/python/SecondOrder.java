package org.retrograde.experiments.python;

import org.retrograde.reversible.word.Keyword;

/** How a framework computes the product of a Hessian with a direction. */
enum SecondOrder implements Keyword {
  /** The gradient's graph is kept and differentiated along the direction. */
  DOUBLE_BACKWARD("the graph of the gradient is kept and differentiated"),

  /** The gradient is computed on numbers that carry their change along the direction. */
  FORWARD_OVER_REVERSE("the gradient is computed on numbers that carry their change");

  private final String meaning;

  SecondOrder(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns the other way. */
  SecondOrder other() {
    return this == DOUBLE_BACKWARD ? FORWARD_OVER_REVERSE : DOUBLE_BACKWARD;
  }
}
