package org.retrograde.experiments.solvable;

import java.util.Map;
import java.util.Set;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.TunedCoefficient;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.device.Device;
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
    if (settings.form() == PowerLawConfig.Form.EXPECTED) {
      requireRatesAlone(config);
    } else if (OptimumPhase.settings(config).isPresent()) {
      requireNoMomentum(config);
    }
    return new Loaded(config, settings);
  }

  /** The recursion is of SGD as it is: nothing else may act on its gradients or be tuned. */
  private static void requireRatesAlone(ExperimentConfig config) {
    if (config.training().clip() != 0 || config.training().l2() != 0) {
      throw new DataException(
          "training.clip and training.l2 must be 0 in the expected form of problem power-law, got"
              + " %s and %s".formatted(config.training().clip(), config.training().l2()));
    }
    if (config.tune() == null) {
      return;
    }
    for (HyperparameterConfig tuned : config.tune().hyperparameters()) {
      if (!tuned.name().equals(TunedCoefficient.LEARNING_RATE)) {
        throw new DataException(
            "tune.hyperparameters has %s, but the expected form of problem power-law has no"
                    .formatted(tuned.name().word())
                + " hyperparameter but learning-rate; remove it, or take form: sampled");
      }
    }
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

  private record Loaded(ExperimentConfig config, PowerLawConfig settings) implements LoadedProblem {

    @Override
    public Map<String, String> dataHashes() {
      return Map.of();
    }

    @Override
    public TrainingProblem on(Device device) {
      return new PowerLawProblem(config, settings, device);
    }
  }
}
