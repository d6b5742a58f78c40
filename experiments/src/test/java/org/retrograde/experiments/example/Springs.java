package org.retrograde.experiments.example;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.LoadedProblem;
import org.retrograde.experiments.problem.ProblemType;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.objective.HostObjectiveAdapter;
import org.retrograde.hypergrad.problem.Evaluation;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Springs that pull weights to 1, and grow stiffer the further they are stretched: a problem with a
 * word, settings and seeds of its own.
 */
public final class Springs implements ProblemType {

  /**
   * The keys of the problem.
   *
   * @param springs number of weights
   * @param stiffening how much stiffer a stretched spring is
   */
  public record Settings(int springs, double stiffening) {

    /** Refuses what a schema cannot say. */
    public Settings {
      if (springs * stiffening > 100) {
        throw new IllegalArgumentException("springs * stiffening must be at most 100");
      }
    }
  }

  @Override
  public String word() {
    return "springs";
  }

  @Override
  public String meaning() {
    return "springs that grow stiffer the further they are stretched";
  }

  @Override
  public String schema() {
    return """
    {
      "type": "object", "additionalProperties": false,
      "properties": {
        "springs": {"description": "Number of weights.", "$ref": "#/$defs/count", "default": 8},
        "stiffening": {
          "description": "How much stiffer a stretched spring is.",
          "type": "number", "minimum": 0, "default": 0.1
        }
      }
    }
    """;
  }

  @Override
  public Class<?> type() {
    return Settings.class;
  }

  @Override
  public LoadedProblem loaded(ExperimentConfig config) {
    return new LoadedProblem() {
      @Override
      public Map<String, String> dataHashes() {
        return Map.of();
      }

      @Override
      public TrainingProblem on(Device device) {
        return new OnDevice(config, config.problem().settings(Settings.class), device);
      }
    };
  }

  private record OnDevice(ExperimentConfig config, Settings settings, Device device)
      implements TrainingProblem {

    @Override
    public TrainingProblem on(Device other) {
      return new OnDevice(config, settings, other);
    }

    @Override
    public Map<String, String> dataHashes() {
      return Map.of();
    }

    @Override
    public List<ParameterGroup> groups(int width) {
      return new Loss(settings, 0).groups();
    }

    @Override
    public TrainingRun run(RunSettings effective, int width, long seed) {
      return new TrainingRun(
          device,
          new HostObjectiveAdapter(new Loss(settings, seed)),
          optimizer(),
          effective,
          options());
    }

    @Override
    public List<String> parts() {
      return List.of("validation", "test");
    }

    /** The test is of springs without stiffening. */
    @Override
    public Evaluation judge(String part, TrainingRun run, Trained trained) {
      double[][] weights = {trained.effectiveWeights().get(0).toArray()};
      double loss =
          part.equals("test")
              ? new Loss(new Settings(settings.springs(), 0), 0).finalGradient(weights)
              : trained.finalLoss();
      return new Evaluation(1, loss, 0);
    }
  }

  /** Half of the sum of (w - 1)^2 + stiffening (w - 1)^4 / 2, over the number of weights. */
  private record Loss(Settings settings, long seed) implements HostObjective {

    @Override
    public List<ParameterGroup> groups() {
      return List.of(new ParameterGroup("stretch", 1, settings.springs()));
    }

    @Override
    public double[][] initialWeights() {
      Well19937c random = new Well19937c(seed);
      double[] start = new double[settings.springs()];
      Arrays.setAll(start, i -> random.nextGaussian());
      return new double[][] {start};
    }

    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      return finalGradient(weights, gradient);
    }

    @Override
    public void hessianProduct(
        int step, double[][] weights, double[][] direction, double[][] product) {
      for (int i = 0; i < settings.springs(); i++) {
        double stretch = weights[0][i] - 1;
        product[0][i] =
            (1 + 3 * settings.stiffening() * stretch * stretch)
                * direction[0][i]
                / settings.springs();
      }
    }

    double finalGradient(double[][] weights) {
      return finalGradient(weights, new double[1][settings.springs()]);
    }

    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      double loss = 0;
      for (int i = 0; i < settings.springs(); i++) {
        double stretch = weights[0][i] - 1;
        double square = stretch * stretch;
        loss += (square + settings.stiffening() * square * square / 2) / 2 / settings.springs();
        gradient[0][i] = (stretch + settings.stiffening() * square * stretch) / settings.springs();
      }
      return loss;
    }
  }
}
