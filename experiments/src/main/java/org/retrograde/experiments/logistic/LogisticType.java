package org.retrograde.experiments.logistic;

import java.util.List;
import java.util.Set;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ObjectiveProblem;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.models.data.DataException;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Logistic regression on rows that are drawn, judged by how far it is above its least loss. */
public final class LogisticType implements ProblemType {

  @Override
  public String word() {
    return "logistic";
  }

  @Override
  public String meaning() {
    return "logistic regression on features whose sizes fall, judged by the loss of the rows it is"
        + " trained on above the least one";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "rows": {"description": "Examples.", "$ref": "#/$defs/count", "default": 2000},
        "features": {"description": "Numbers of an example, normal around 0.", "$ref": "#/$defs/count", "default": 40},
        "decay": {"description": "The k-th feature has the deviation k^-decay.", "type": "number", "minimum": 0, "default": 0.5},
        "signal": {"description": "Root mean square of the log odds that labels are drawn by.", "type": "number", "exclusiveMinimum": 0, "default": 2}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return LogisticConfig.class;
  }

  @Override
  public Set<String> reads() {
    return Set.of("training.batch", "training.sampling");
  }

  @Override
  public LoadedProblem loaded(ExperimentConfig config) {
    LogisticConfig settings = config.problem().settings(LogisticConfig.class);
    if (config.training().batch() > settings.rows()) {
      throw new DataException(
          "training.batch must be at most the %d rows of problem logistic, got %d"
              .formatted(settings.rows(), config.training().batch()));
    }
    LogisticRows rows = LogisticRows.draw(settings, config.seed());
    double least = LeastLoss.of(rows);
    return LoadedProblem.withoutData(device -> new OnDevice(config, rows, least, device));
  }

  private record OnDevice(ExperimentConfig config, LogisticRows rows, double least, Device device)
      implements ObjectiveProblem {

    @Override
    public TrainingProblem on(Device other) {
      return new OnDevice(config, rows, least, other);
    }

    @Override
    public List<ParameterGroup> groups(int width) {
      return LogisticObjective.groups(rows);
    }

    @Override
    public TrainingRun run(RunSettings effective, int width, long seed) {
      LogisticObjective objective =
          new LogisticObjective(
              rows,
              least,
              config
                  .training()
                  .sampling()
                  .plan(
                      Seeds.of(seed, "batches", 0),
                      rows.size(),
                      effective.coefficients().steps(),
                      config.training().batch()));
      return new TrainingRun(
          device,
          new HostObjectiveAdapter(objective),
          optimizer(),
          effective,
          options(width, seed));
    }
  }
}
