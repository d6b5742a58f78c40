package org.retrograde.experiments.config;

import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.word.Keyword;

/**
 * Tunes the learning rates and momenta of an objective that is given as a class.
 *
 * @param className of a {@link org.retrograde.hypergrad.objective.HostObjective} with a constructor
 *     without arguments
 * @param steps optimizer steps of a run, at least 1
 * @param optimizer the form of momentum
 * @param learningRate to start from, above 0
 * @param momentum to start from, in (0, 1)
 * @param knots values in time, at most {@code steps}; 0 is one for every step
 * @param per what has schedules of its own
 * @param iterations updates, at least 1
 * @param metaOptimizer the optimizer of the schedules
 */
public record ObjectiveStudy(
    String className,
    int steps,
    Optimizer optimizer,
    double learningRate,
    double momentum,
    int knots,
    Per per,
    int iterations,
    MetaOptimizerConfig metaOptimizer) {

  /** What has schedules of its own. */
  public enum Per implements Keyword {
    /** Each parameter group. */
    GROUP("each parameter group"),
    /** All parameter groups together. */
    ALL("all parameter groups together");

    private final String meaning;

    Per(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }
}
