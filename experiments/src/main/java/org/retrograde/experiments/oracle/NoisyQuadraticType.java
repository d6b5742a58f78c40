package org.retrograde.experiments.oracle;

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
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** A parabola seen with noise, many times over, whose best rate of every step is known. */
public final class NoisyQuadraticType implements ProblemType {

  @Override
  public String word() {
    return OraclePhase.PROBLEM;
  }

  @Override
  public String meaning() {
    return "a parabola seen with noise, many runs at once with rates of their own, whose best rate"
        + " of every step is known";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "runs": {"description": "Independent runs, each a parameter group.", "type": "integer", "minimum": 2, "maximum": 1000000, "default": 1000},
        "start": {"description": "Distance from the minimum, the same for all.", "type": "number", "exclusiveMinimum": 0, "default": 10},
        "noise": {"description": "Variance of the minimum that a step sees.", "type": "number", "exclusiveMinimum": 0, "default": 1},
        "curvature": {"description": "Second derivative.", "type": "number", "exclusiveMinimum": 0, "default": 1}
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return NoisyQuadratic.class;
  }

  @Override
  public Set<String> reads() {
    return Set.of(OraclePhase.WORD);
  }

  @Override
  public LoadedProblem loaded(ExperimentConfig config) {
    NoisyQuadratic model = config.problem().settings(NoisyQuadratic.class);
    return LoadedProblem.withoutData(device -> new OnDevice(config, model, device));
  }

  private record OnDevice(ExperimentConfig config, NoisyQuadratic model, Device device)
      implements ObjectiveProblem {

    @Override
    public TrainingProblem on(Device other) {
      return new OnDevice(config, model, other);
    }

    @Override
    public List<ParameterGroup> groups(int width) {
      return NoisyObjective.groups(model);
    }

    @Override
    public TrainingRun run(RunSettings effective, int width, long seed) {
      return new TrainingRun(
          device,
          new HostObjectiveAdapter(new NoisyObjective(model, seed)),
          optimizer(),
          effective,
          options(width, seed));
    }
  }
}
