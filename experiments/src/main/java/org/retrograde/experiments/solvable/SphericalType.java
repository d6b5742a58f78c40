package org.retrograde.experiments.solvable;

import java.util.Set;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;

/** The spherical p = 2 spin glass, plain or with a planted direction, in expectation. */
public final class SphericalType implements ProblemType {

  @Override
  public String word() {
    return "spherical";
  }

  @Override
  public String meaning() {
    return "the largest eigenvalue of a random matrix, sought by noisy steps on a sphere, in"
        + " expectation";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "modes": {"description": "Number of eigenvalues, quantiles of the semicircle on [-2, 2].", "type": "integer", "minimum": 1, "maximum": 1000000, "default": 6000},
        "temperature": {"description": "T: a step at rate η adds noise of variance 2 T η².", "type": "number", "exclusiveMinimum": 0, "default": 1},
        "spike": {"description": "θ, the strength of a planted direction: above 1, one more eigenvalue is θ + 1/θ; at most 1, there is none.", "type": "number", "minimum": 0, "default": 0}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return SphericalModel.class;
  }

  @Override
  public Set<String> reads() {
    return Set.of(OptimumPhase.WORD, PowersPhase.WORD);
  }

  @Override
  public LoadedProblem loaded(ExperimentConfig config) {
    return SolvableProblem.loaded(config, config.problem().settings(SphericalModel.class));
  }
}
