package org.retrograde.experiments.config;

import java.util.List;
import org.retrograde.reversible.word.Keyword;

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
    ADAM("Adam, by Kingma and Ba (2015)"),
    /** Plain gradient descent. */
    SGD("plain gradient descent"),
    /** Gradient descent with momentum. */
    MOMENTUM("gradient descent with momentum"),
    /** Moves every number by the step size against the sign of its derivative. */
    SIGN("moves every number by the step size against the sign of its derivative");

    private final String meaning;

    Name(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  /** How the step size falls over the iterations. */
  public enum Decay implements Keyword {
    /** Along half a cosine, to 0 after the last iteration. */
    COSINE("along half a cosine, to 0 after the last iteration"),
    /** Not at all. */
    NONE("not at all");

    private final String meaning;

    Decay(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }
}
