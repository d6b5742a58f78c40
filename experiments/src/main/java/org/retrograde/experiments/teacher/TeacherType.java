package org.retrograde.experiments.teacher;

import java.util.Set;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.models.data.DataException;

/** A perceptron that learns, from examples, the numbers that another one gives. */
public final class TeacherType implements ProblemType {

  @Override
  public String word() {
    return "teacher";
  }

  @Override
  public String meaning() {
    return "a perceptron with a layer of tanh that learns the numbers another one gives, judged on"
        + " the rows it is trained on";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "rows": {"description": "Examples, with standard normal inputs.", "$ref": "#/$defs/count", "default": 1024},
        "inputs": {"description": "Numbers of an example.", "$ref": "#/$defs/count", "default": 16},
        "hidden": {"description": "Units of the network that is trained.", "$ref": "#/$defs/count", "default": 32},
        "teacher-hidden": {"description": "Units of the network that it learns from.", "$ref": "#/$defs/count", "default": 32}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return TeacherConfig.class;
  }

  @Override
  public Set<String> reads() {
    return Set.of("training.batch");
  }

  @Override
  public LoadedProblem loaded(ExperimentConfig config) {
    TeacherConfig settings = config.problem().settings(TeacherConfig.class);
    if (config.training().batch() > settings.rows()) {
      throw new DataException(
          "training.batch must be at most the %d rows of problem teacher, got %d"
              .formatted(settings.rows(), config.training().batch()));
    }
    return LoadedProblem.withoutData(device -> TeacherProblem.of(config, settings, device));
  }
}
