package org.retrograde.experiments.config;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network and its loss.
 *
 * @param hidden units of each hidden layer, none for softmax regression; null for {@code depth}
 *     layers of {@code width} units
 * @param width units of each hidden layer, at least 1
 * @param depth number of hidden layers, at least 1
 * @param activation nonlinearity of the hidden layers
 * @param loss what training minimises
 * @param init how large the initial weights and biases are
 * @param parametrization how scales follow the width
 * @param baseWidth the width from which the parametrizations count, at least 1
 * @param decayRule how weight decay follows the width
 */
public record ModelConfig(
    @Nullable List<Integer> hidden,
    int width,
    int depth,
    Activation activation,
    Loss loss,
    Init init,
    Parametrization parametrization,
    int baseWidth,
    DecayRule decayRule) {
  /** Copies the list. */
  public ModelConfig {
    hidden = hidden == null ? null : List.copyOf(hidden);
  }

  /** Returns whether the hidden layers have one width, which can be changed. */
  public boolean hasWidth() {
    return hidden == null;
  }

  /** Returns the units of each hidden layer at some width, which counts only if there is one. */
  public List<Integer> hiddenSizes(int atWidth) {
    return hidden == null ? Collections.nCopies(depth, atWidth) : hidden;
  }

  /** Returns the same network with another parametrization. */
  public ModelConfig withParametrization(Parametrization other) {
    return new ModelConfig(
        hidden, width, depth, activation, loss, init, other, baseWidth, decayRule);
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

  /** How large initial weights and biases are at an init scale of 1. */
  public enum Init implements Keyword {
    /** Weights by the number of inputs of their layer, biases zero. */
    FAN_IN,
    /** Weights and biases all alike, of standard deviation 1. */
    EQUAL
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
    FAULTY_STANDARD_READOUT,
    /** A mistake to detect: maximal update with the usual rate of hidden weights. */
    FAULTY_HIDDEN_RATE,
    /** A mistake to detect: maximal update with the usual rate of input weights. */
    FAULTY_INPUT_RATE
  }

  /** How decoupled weight decay follows the width. */
  public enum DecayRule implements Keyword {
    /** It stays as it is: what a step takes off follows the learning rate. */
    FOLLOWS_RATE,
    /** What a step takes off stays. */
    CONSTANT
  }
}
