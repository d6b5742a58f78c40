package org.retrograde.experiments.config;

import java.util.List;
import org.retrograde.hypergrad.tune.MetaOptimizer;
import org.retrograde.reversible.word.Keyword;

/**
 * The optimizer of the hyperparameters.
 *
 * @param name the update rule
 * @param step step size in transformed space, above 0
 * @param betas the two decay rates of Adam, each in [0, 1)
 * @param momentum decay rate of {@link MetaOptimizer.Momentum}, in [0, 1)
 * @param decay how the step size falls
 * @param largestMove largest norm of a move in transformed space; 0 for none
 */
public record MetaOptimizerConfig(
    MetaOptimizer name,
    double step,
    List<Double> betas,
    double momentum,
    Decay decay,
    double largestMove) {
  /** Copies the list. */
  public MetaOptimizerConfig {
    betas = List.copyOf(betas);
  }

  /**
   * Returns the update rule with its numbers: those beside its name, or else {@code betas} and
   * {@code momentum}, and no move above {@code largest-move}.
   */
  public MetaOptimizer optimizer() {
    MetaOptimizer rule = name;
    if (rule.equals(new MetaOptimizer.Adam())) {
      rule = new MetaOptimizer.Adam(betas.get(0), betas.get(1), 1e-8);
    } else if (rule.equals(new MetaOptimizer.Momentum())) {
      rule = new MetaOptimizer.Momentum(momentum);
    }
    return largestMove == 0 ? rule : new MetaOptimizer.NormClipped(rule, largestMove);
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
