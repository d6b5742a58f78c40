package org.retrograde.experiments.config;

import java.util.List;

/**
 * The optimizer of the hyperparameters.
 *
 * @param name the update rule
 * @param step step size in transformed space, above 0
 * @param betas the two decay rates of Adam, each in [0, 1)
 * @param momentum decay rate of {@link Name#MOMENTUM}, in [0, 1)
 * @param decay how the step size falls
 * @param largestMove largest norm of a move in transformed space; 0 for none
 */
public record MetaOptimizerConfig(
    Name name, double step, List<Double> betas, double momentum, Decay decay, double largestMove) {
  /** Copies the list. */
  public MetaOptimizerConfig {
    betas = List.copyOf(betas);
  }

  /** The update rule. */
  public enum Name implements Keyword {
    /** Kingma and Ba (2015). */
    ADAM,
    /** Plain gradient descent. */
    SGD,
    /** Gradient descent with momentum. */
    MOMENTUM,
    /** Moves every number by the step size against the sign of its derivative. */
    SIGN
  }

  /** How the step size falls over the iterations. */
  public enum Decay implements Keyword {
    /** Along half a cosine, to 0 after the last iteration. */
    COSINE,
    /** Not at all. */
    NONE
  }
}
