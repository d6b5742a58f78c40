package org.retrograde.experiments.solvable;

import java.util.Map;
import java.util.Set;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.Momentum;
import org.retrograde.reversible.word.Catalogue;

/** Online SGD on a linear model with a power-law spectrum, whose optimal schedule is known. */
public final class PowerLawType implements ProblemType {

  /** Below it, a decay of the velocity changes rates by less than a hundredth of a per cent. */
  private static final double NO_MOMENTUM = 1e-4;

  @Override
  public String word() {
    return "power-law";
  }

  @Override
  public String meaning() {
    return "a linear model with a power-law spectrum, on fresh samples, whose best schedule is"
        + " known";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "decay": {
          "description": "a: the k-th eigenvalue of the inputs is k^-a.",
          "type": "number", "exclusiveMinimum": 0, "default": 1.5
        },
        "source": {
          "description": "s: what the k-th mode has of the first loss is proportional to k^-(1 + s a). Below 1 - 1/a the problem is hard.",
          "type": "number", "exclusiveMinimum": 0, "default": 1.2
        },
        "noise": {"description": "Variance of the noise of the labels.", "type": "number", "minimum": 0, "default": 1},
        "batch": {"description": "Samples of a step.", "$ref": "#/$defs/count", "default": 1},
        "modes": {"description": "Number of weights.", "$ref": "#/$defs/count", "default": 200},
        "form": {"description": "What is trained. {power-law-form}.", "words": "power-law-form", "default": "sampled"}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return PowerLawConfig.class;
  }

  @Override
  public Set<String> reads() {
    return Set.of(OptimumPhase.WORD, RateLawPhase.WORD);
  }

  @Override
  public Map<String, Catalogue<?>> words() {
    return Map.of("power-law-form", Catalogue.of(PowerLawConfig.Form.class));
  }

  @Override
  public LoadedProblem loaded(ExperimentConfig config) {
    PowerLawConfig settings = config.problem().settings(PowerLawConfig.class);
    if (!settings.trainsExpectation() && OptimumPhase.settings(config).isPresent()) {
      requireNoMomentum(config);
    }
    return SolvableProblem.loaded(config, settings);
  }

  /** What is expected of samples is known without momentum alone. */
  private static void requireNoMomentum(ExperimentConfig config) {
    double momentum = config.training().coefficient(Coefficient.MOMENTUM);
    if (!(config.training().optimizer() instanceof Momentum) || momentum > NO_MOMENTUM) {
      throw new DataException(
          "optimum knows what to expect of SGD without momentum alone: set training.optimizer to"
              + " momentum or heavy-ball and training.momentum to at most %s, got %s and %s"
                  .formatted(NO_MOMENTUM, config.training().optimizer().word(), momentum));
    }
    if (OptimumPhase.settings(config).orElseThrow().isLearning()) {
      throw new DataException(
          "optimum.knots and optimum.families are learnt in the expected form of problem power-law"
              + " alone; remove them, or take form: expected");
    }
  }
}
