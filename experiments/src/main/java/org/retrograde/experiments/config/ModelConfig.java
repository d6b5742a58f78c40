package org.retrograde.experiments.config;

/**
 * The network and its loss.
 *
 * @param width units of each hidden layer, at least 1
 * @param depth number of hidden layers, at least 1
 * @param activation nonlinearity of the hidden layers
 * @param loss what training minimises
 * @param parametrization how scales follow the width
 * @param baseWidth the width from which the parametrizations count, at least 1
 * @param decayRule how weight decay follows the width
 */
public record ModelConfig(
    int width,
    int depth,
    Activation activation,
    Loss loss,
    Parametrization parametrization,
    int baseWidth,
    DecayRule decayRule) {
  /** Returns the same network with another parametrization. */
  public ModelConfig withParametrization(Parametrization other) {
    return new ModelConfig(width, depth, activation, loss, other, baseWidth, decayRule);
  }

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
    /** The same in a form without multipliers. */
    MUP_T3,
    /** The same in a form whose rates stay under SGD. */
    MUP_T9,
    /** The same in a form whose weights start at a standard deviation of 1. */
    UNIT,
    /** The usual one. */
    STANDARD,
    /** A mistake to detect: the readout has the width factor twice. */
    FAULTY_READOUT_TWICE,
    /** A mistake to detect: maximal update with the usual readout. */
    FAULTY_STANDARD_READOUT
  }

  /** How decoupled weight decay follows the width. */
  public enum DecayRule implements Keyword {
    /** It stays as it is: what a step takes off follows the learning rate. */
    FOLLOWS_RATE,
    /** What a step takes off stays. */
    CONSTANT
  }
}
