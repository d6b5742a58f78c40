package org.retrograde.models.parametrization;

import org.retrograde.reversible.word.Keyword;

/**
 * How decoupled weight decay lambda follows width. A step multiplies weights by 1 - eta lambda;
 * references disagree on which of the two ought to stay.
 */
public enum DecayRule implements Keyword {
  /** Lambda stays, so that eta lambda follows the learning rate's width factor. */
  FOLLOWS_RATE("lambda stays"),
  /** Eta lambda stays: lambda is divided by the learning rate's width factor. */
  CONSTANT("the product of learning rate and lambda stays");

  private final String meaning;

  DecayRule(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Returns the factor of lambda. */
  double factor(WidthFactors factors) {
    return this == CONSTANT ? 1 / factors.learningRate() : 1;
  }
}
