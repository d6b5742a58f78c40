package org.retrograde.experiments.config;

/**
 * The network and its loss.
 *
 * @param width units of each hidden layer, at least 1
 * @param depth number of hidden layers, at least 1
 * @param activation nonlinearity of the hidden layers
 * @param loss what training minimises
 * @param parametrization how scales follow the width
 * @param baseWidth the width at which all parametrizations agree, at least 1
 */
public record ModelConfig(
    int width,
    int depth,
    Activation activation,
    Loss loss,
    Parametrization parametrization,
    int baseWidth) {
  /** Nonlinearity of the hidden layers. */
  public enum Activation implements Keyword {
    /** max(0, x). */
    RELU,
    /** Hyperbolic tangent. */
    TANH,
    /** 1 / (1 + exp(-x)). */
    LOGISTIC
  }

  /** What training minimises, averaged over rows. */
  public enum Loss implements Keyword {
    /** Minus the log probability of the label, after a softmax. */
    CROSS_ENTROPY,
    /** Squared distance to the one-hot label. */
    SQUARED_ERROR
  }

  /** How init scales, learning rates and multipliers follow the width. */
  public enum Parametrization implements Keyword {
    /** Maximal update: tuned values hold at every width. */
    MUP,
    /** The usual one. */
    STANDARD
  }
}
