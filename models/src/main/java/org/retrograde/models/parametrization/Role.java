package org.retrograde.models.parametrization;

/** What a tensor does in a network: which of its dimensions grow with width. */
public enum Role {
  /** Weights from the features, which do not grow, to a hidden layer. */
  INPUT,
  /** Weights between hidden layers: both dimensions grow. */
  HIDDEN,
  /** Weights from a hidden layer to the outputs, which do not grow. */
  OUTPUT,
  /** Bias of a hidden layer. */
  HIDDEN_BIAS,
  /** Bias of the outputs. */
  OUTPUT_BIAS
}
