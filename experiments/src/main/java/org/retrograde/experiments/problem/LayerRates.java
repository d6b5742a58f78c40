package org.retrograde.experiments.problem;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.experiments.config.text.ConfigError;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.models.parametrization.WidthScaling;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.SignalToNoise;
import org.retrograde.reversible.optimizer.StepScaling;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Where the learning rates of parameter groups start, relative to each other: lambda_g, of
 * geometric mean 1, worked out once at the base width, so that no width factor is applied twice.
 *
 * <p>N is the size of a group, g its gradient in the first step.
 *
 * <ul>
 *   <li>SaI: the {@linkplain SignalToNoise signal-to-noise ratio} of g, which is within a percent
 *       of the next one for N of 32 or more, whatever the data.
 *   <li>Square root of size: sqrt(N).
 *   <li>Equal update: |w| / (C |step|), where a step is g or, for optimizers that normalize it, has
 *       entries of 1, and C is the width factor of the learning rate, which is not 1 in the unit
 *       form; a bias, which starts at 0, follows the first weights of its layer.
 * </ul>
 *
 * <p>So every form of a parametrization starts from the same rates.
 *
 * @see <a href="https://arxiv.org/abs/2412.11768">Xu et al. (2024)</a>, No More Adam: learning rate
 *     scaling at initialization is all you need
 */
public final class LayerRates {

  private static final String PURPOSE = "layer-rates";

  private LayerRates() {}

  /** Returns the seeds that a config's rule uses, by purpose; none if it looks at no weights. */
  public static Map<String, List<Long>> seeds(ExperimentConfig config) {
    return switch (config.training().layerRates()) {
      case UNIFORM, SQRT_SIZE -> Map.of();
      case SAI, EQUAL_UPDATE -> Map.of(PURPOSE, List.of(seed(config)));
    };
  }

  private static long seed(ExperimentConfig config) {
    return Seeds.of(config.seed(), PURPOSE, 0);
  }

  /**
   * Returns lambda, one a parameter group.
   *
   * @param base settings with one learning rate for all groups
   * @throws ConfigException if the rule divides by a gradient and that of a group is 0
   */
  static double[] of(TrainingProblem problem, TrainingConfig.LayerRates rule, RunSettings base) {
    double[] rates = new double[problem.groups().size()];
    if (rule == TrainingConfig.LayerRates.UNIFORM) {
      Arrays.fill(rates, 1);
      return rates;
    }
    if (!(problem instanceof Workbench bench)) {
      throw failure(
          problem.config(),
          "looks into networks, and problem %s is none; use uniform"
              .formatted(problem.config().problem().kind().word()));
    }
    Layout layout = bench.layout();
    int width = bench.baseWidth();
    TrainingRun run = bench.run(width, seed(bench.config()), base).run();
    List<double[]> weights = run.initialWeights();
    List<double[]> gradient = gradient(run);
    WidthScaling scaling = bench.scaling(width);
    StepScaling family = bench.optimizer().scaling();
    List<ParameterGroup> groups = run.objective().groups();
    for (int g = 0; g < rates.length; g++) {
      double[] slope = gradient.get(g);
      rates[g] =
          switch (rule) {
            case SAI -> notZero(bench, g, SignalToNoise.of(slope).ratio());
            case SQRT_SIZE -> Math.sqrt(slope.length);
            case EQUAL_UPDATE -> {
              int followed = weightsOf(layout, g);
              double[] itsSlope = gradient.get(followed);
              yield norm(weights.get(followed))
                  / scaling.of(followed).learningRate()
                  / (family.normalizes()
                      ? stepLength(family, groups.get(followed))
                      : length(bench, followed, itsSlope));
            }
            case UNIFORM -> 1;
          };
    }
    double logMean = Arrays.stream(rates).map(Math::log).average().orElse(0);
    return Arrays.stream(rates).map(rate -> rate / Math.exp(logMean)).toArray();
  }

  /** Returns the norm of a first step at a rate of 1, whatever its gradient. */
  private static double stepLength(StepScaling family, ParameterGroup group) {
    return family.isSpectral() && group.isHiddenMatrix()
        ? family.spectralNorm(group.rows(), group.cols())
            * Math.sqrt(Math.min(group.rows(), group.cols()))
        : Math.sqrt(group.size());
  }

  /** Returns the group itself, or for what is no weight the first weights of its layer. */
  private static int weightsOf(Layout layout, int group) {
    Parameter parameter = layout.parameters().get(group);
    return parameter.role().isWeight() ? group : layout.firstWeights(parameter.layer());
  }

  private static List<double[]> gradient(TrainingRun run) {
    List<Tensor> gradient = run.initialTensors(); // overwritten
    run.preparedObjective().evaluate(0, run.initialTensors(), gradient);
    return gradient.stream().map(Tensor::toArray).toList();
  }

  /** Returns the norm of a gradient that is not 0. */
  private static double length(Workbench bench, int group, double[] gradient) {
    return notZero(bench, group, norm(gradient));
  }

  /** Returns a size of a gradient. */
  private static double notZero(Workbench bench, int group, double size) {
    if (size == 0) {
      throw failure(
          bench.config(),
          "%s divides by the first gradient, and that of %s is 0; use uniform or sqrt-size"
              .formatted(
                  bench.config().training().layerRates().word(), bench.groups().get(group).name()));
    }
    return size;
  }

  private static ConfigException failure(ExperimentConfig config, String message) {
    return new ConfigException(
        List.of(new ConfigError(config.name(), 0, "training.layer-rates", message)));
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
  }
}
