package org.retrograde.models.parametrization;

/**
 * How decoupled weight decay lambda follows width. A step multiplies weights by 1 - eta lambda;
 * references disagree on which of the two ought to stay.
 */
public enum DecayRule {
  /** Lambda stays, so that eta lambda follows the learning rate's width factor. */
  FOLLOWS_RATE,
  /** Eta lambda stays: lambda is divided by the learning rate's width factor. */
  CONSTANT;

  /** Returns the factor of lambda. */
  double factor(WidthFactors factors) {
    return this == CONSTANT ? 1 / factors.learningRate() : 1;
  }
}
