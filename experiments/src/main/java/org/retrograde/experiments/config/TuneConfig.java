package org.retrograde.experiments.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.word.Keyword;

/**
 * Tuning by gradient descent on hyperparameters.
 *
 * @param start name of the arm to start from; null for the settings of {@link TrainingConfig}
 * @param objective the rows whose final loss is differentiated
 * @param iterations meta-iterations, at least 1
 * @param seeds runs averaged in one meta-iteration, at least 1
 * @param checkSeeds runs by which the best iteration is chosen, at least 1
 * @param checkEvery meta-iterations between two such checks, at least 1
 * @param clip largest norm of the gradient of one seed; 0 does not clip
 * @param lastSteps how many steps hypergradients go back; 0 is all of them
 * @param metaOptimizer the optimizer of the hyperparameters
 * @param hyperparameters what is tuned, each name at most once, at least one
 */
public record TuneConfig(
    @Nullable String start,
    Objective objective,
    int iterations,
    int seeds,
    int checkSeeds,
    int checkEvery,
    double clip,
    int lastSteps,
    MetaOptimizerConfig metaOptimizer,
    List<HyperparameterConfig> hyperparameters) {
  /** Copies the list. */
  public TuneConfig {
    hyperparameters = List.copyOf(hyperparameters);
  }

  /** The rows whose final loss is differentiated. */
  public enum Objective implements Keyword {
    /** The validation rows. */
    VALIDATION("the validation rows"),
    /** The training rows. */
    TRAINING("the training rows");

    private final String meaning;

    Objective(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }
}
