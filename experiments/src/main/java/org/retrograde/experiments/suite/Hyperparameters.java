package org.retrograde.experiments.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.hypergrad.hyperparameter.ArrayHyperparameter;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.Scale;
import org.retrograde.hypergrad.hyperparameter.ScheduleHyperparameter;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.hypergrad.schedule.Envelope;
import org.retrograde.hypergrad.schedule.ScheduleFamily;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Turns what a config says about hyperparameters into settings and a space to tune in. */
public final class Hyperparameters {

  private Hyperparameters() {}

  static boolean tunesInputs(ExperimentConfig config) {
    return Stream.of(config.tunedHyperparameters(), config.searchedHyperparameters())
        .flatMap(List::stream)
        .anyMatch(h -> h.name() == HyperparameterConfig.Name.TRAINING_INPUTS);
  }

  /** Returns the settings of an arm, without width factors, over the config's steps. */
  public static RunSettings settings(TrainingProblem problem, ArmConfig arm) {
    return settings(problem, arm, problem.config().training().steps());
  }

  /** Returns the settings of an arm, without width factors, over some number of steps. */
  public static RunSettings settings(TrainingProblem problem, ArmConfig arm, int steps) {
    RunSettings settings = ofOneRate(problem, arm, steps);
    placeRate(problem, arm, layerRates(problem, settings), settings);
    return settings;
  }

  /** Returns the settings of an arm with its peak learning rate everywhere. */
  private static RunSettings ofOneRate(TrainingProblem problem, ArmConfig arm, int steps) {
    List<ParameterGroup> groups = problem.groups();
    RunSettings settings = new RunSettings(steps, groups);
    for (Coefficient coefficient : problem.optimizer().coefficients()) {
      settings
          .coefficients()
          .fill(coefficient, value(problem.config().training(), arm, coefficient));
    }
    Arrays.fill(settings.initLogScale(), Math.log(problem.config().training().initScale()));
    Arrays.fill(settings.l2(), problem.config().training().l2());
    return settings;
  }

  private static double value(TrainingConfig training, ArmConfig arm, Coefficient coefficient) {
    return switch (coefficient) {
      case LEARNING_RATE -> arm.learningRate();
      case MOMENTUM -> arm.momentum();
      case BETA1 -> training.beta1();
      case BETA2 -> training.beta2();
      case EPSILON -> training.epsilon();
      case WEIGHT_DECAY -> training.weightDecay();
    };
  }

  /** Returns the space that {@code tune} describes, around the arm that tuning starts from. */
  public static HyperparameterSpace space(TrainingProblem problem, TuneConfig tune) {
    return space(problem, problem.config().startingArm(), tune.hyperparameters());
  }

  /** Returns the space of some hyperparameters around an arm. */
  static HyperparameterSpace space(
      TrainingProblem problem, ArmConfig start, List<HyperparameterConfig> configs) {
    RunSettings base = ofOneRate(problem, start, problem.config().training().steps());
    Scale layerRates = layerRates(problem, base);
    placeRate(problem, start, layerRates, base);
    List<Hyperparameter> hyperparameters = new ArrayList<>();
    for (HyperparameterConfig config : configs) {
      place(problem, start, config, layerRates, base);
      hyperparameters.addAll(hyperparameters(problem, config, layerRates));
    }
    return new HyperparameterSpace(base, hyperparameters);
  }

  /**
   * Returns the space to check an experiment in: what it tunes, or all schedules, step by step, and
   * the init scales.
   */
  static HyperparameterSpace checkedSpace(TrainingProblem problem) {
    TuneConfig tune = problem.config().tune();
    if (tune != null) {
      return space(problem, tune);
    }
    RunSettings base = settings(problem, problem.config().startingArm());
    int steps = base.coefficients().steps();
    Tying groups = Tying.free(problem.groups().size());
    List<Hyperparameter> hyperparameters = new ArrayList<>();
    for (Coefficient coefficient : problem.optimizer().coefficients()) {
      if (base.coefficients().get(coefficient, 0, 0) != 0) { // 0 has no logarithm to move
        hyperparameters.add(
            new ScheduleHyperparameter(
                coefficient, Transform.of(coefficient), steps, steps, groups));
      }
    }
    hyperparameters.add(ArrayHyperparameter.initScale(groups));
    return new HyperparameterSpace(base, hyperparameters);
  }

  private static boolean isLossParameter(HyperparameterConfig config) {
    return config.name() == HyperparameterConfig.Name.TRAINING_INPUTS
        || config.name() == HyperparameterConfig.Name.MIXING;
  }

  /** Returns what every learning rate is multiplied by. */
  private static Envelope envelope(TrainingProblem problem) {
    TrainingConfig training = problem.config().training();
    return new Envelope(training.warmup(), training.decay());
  }

  /** Writes the start of a hyperparameter into the base settings. */
  private static void place(
      TrainingProblem problem,
      ArmConfig arm,
      HyperparameterConfig config,
      Scale layerRates,
      RunSettings base) {
    Double start =
        config.start() == null && config.shape() != ScheduleFamily.FLAT
            ? Double.valueOf(arm.learningRate())
            : config.start();
    if (isLossParameter(config)) {
      problem.lossParameters().forEach(base::setLossParameter);
    } else if (start != null) {
      switch (config.name()) {
        case LEARNING_RATE ->
            placeRate(
                rateScale(problem, config.shape(), layerRates, base.coefficients().steps()),
                start,
                base);
        case MOMENTUM, BETA1, BETA2, EPSILON, WEIGHT_DECAY ->
            base.coefficients().fill(Coefficient.valueOf(config.name().name()), start);
        case INIT_SCALE -> Arrays.fill(base.initLogScale(), Math.log(start));
        case MULTIPLIER -> placeMultiplier(start, base);
        case L2 -> placePenalty(config, start, base);
        case TRAINING_INPUTS, MIXING -> {}
      }
    } else if (config.name() == HyperparameterConfig.Name.MULTIPLIER) {
      placeMultiplier(1, base);
    } else if (config.per() == HyperparameterConfig.Per.PARAMETER) {
      placePenalty(config, problem.config().training().l2(), base);
    }
  }

  private static void placeRate(
      TrainingProblem problem, ArmConfig arm, Scale layerRates, RunSettings base) {
    Scale scale = rateScale(problem, arm.schedule(), layerRates, base.coefficients().steps());
    placeRate(scale, arm.learningRate(), base);
  }

  private static void placeRate(Scale scale, double start, RunSettings base) {
    CoefficientTable table = base.coefficients();
    for (int t = 0; t < table.steps(); t++) {
      for (int g = 0; g < table.groups(); g++) {
        table.set(Coefficient.LEARNING_RATE, t, g, scale.at(t, g) * start);
      }
    }
  }

  private static Scale layerRates(TrainingProblem problem, RunSettings base) {
    return Scale.ofGroups(LayerRates.of(problem, problem.config().training().layerRates(), base));
  }

  /** Returns what learning rates are multiplied by: layer rates, a schedule, warm-up and decay. */
  private static Scale rateScale(
      TrainingProblem problem, ScheduleFamily shape, Scale layerRates, int steps) {
    return layerRates.times(Scale.overTime(envelope(problem).withShape(shape), steps));
  }

  private static void placeMultiplier(double start, RunSettings base) {
    double[] logs = new double[base.initLogScale().length];
    Arrays.fill(logs, Math.log(start));
    base.setLossParameter(RunSettings.LOG_MULTIPLIERS, logs);
  }

  private static void placePenalty(HyperparameterConfig config, double start, RunSettings base) {
    if (config.per() == HyperparameterConfig.Per.PARAMETER) {
      base.l2PerParameter().forEach(group -> Arrays.fill(group, start));
      Arrays.fill(base.l2(), 0);
    } else {
      Arrays.fill(base.l2(), start);
    }
  }

  /** Returns how many numbers one entry of a list of hyperparameters has. */
  static int size(TrainingProblem problem, HyperparameterConfig config) {
    return hyperparameters(problem, config, Scale.ONE).stream()
        .mapToInt(Hyperparameter::size)
        .sum();
  }

  /** Returns what one entry of a list of hyperparameters stands for: one each for most kinds. */
  private static List<Hyperparameter> hyperparameters(
      TrainingProblem problem, HyperparameterConfig config, Scale layerRates) {
    List<ParameterGroup> groups = problem.groups();
    return switch (config.name()) {
      case LEARNING_RATE, MOMENTUM, BETA1, BETA2, EPSILON, WEIGHT_DECAY ->
          List.of(schedule(problem, config, Coefficient.valueOf(config.name().name()), layerRates));
      case INIT_SCALE -> List.of(ArrayHyperparameter.initScale(tying(config.per(), problem)));
      case MULTIPLIER -> List.of(ArrayHyperparameter.multiplier(tying(config.per(), problem)));
      case L2 ->
          config.per() == HyperparameterConfig.Per.PARAMETER
              ? penalties(groups)
              : List.of(ArrayHyperparameter.l2(tying(config.per(), problem)));
      case TRAINING_INPUTS, MIXING ->
          problem.lossParameters().entrySet().stream()
              .<Hyperparameter>map(
                  entry ->
                      ArrayHyperparameter.lossParameter(entry.getKey(), entry.getValue().length))
              .toList();
    };
  }

  private static List<Hyperparameter> penalties(List<ParameterGroup> groups) {
    List<Hyperparameter> all = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      all.add(ArrayHyperparameter.l2PerParameter(groups.get(g).name(), g, groups.get(g).size()));
    }
    return all;
  }

  private static Hyperparameter schedule(
      TrainingProblem problem,
      HyperparameterConfig config,
      Coefficient coefficient,
      Scale layerRates) {
    int steps = problem.config().training().steps();
    int knots = config.knots() == 0 ? steps : config.knots();
    return new ScheduleHyperparameter(
        coefficient,
        Transform.of(coefficient),
        steps,
        knots,
        tying(config.per(), problem),
        coefficient == Coefficient.LEARNING_RATE
            ? rateScale(problem, config.shape(), layerRates, steps)
            : Scale.ONE);
  }

  private static Tying tying(HyperparameterConfig.Per per, TrainingProblem problem) {
    List<GroupPlace> places = problem.places();
    int count = places.size();
    return switch (per) {
      case ALL -> Tying.shared(count);
      case LAYER -> {
        int[] layers = places.stream().mapToInt(GroupPlace::layer).toArray();
        yield new Tying(1 + Arrays.stream(layers).max().orElse(-1), layers);
      }
      case WEIGHT_GROUP -> {
        boolean[] weights = new boolean[count];
        for (int g = 0; g < count; g++) {
          weights[g] = places.get(g).weight();
        }
        yield Tying.only(weights);
      }
      case GROUP, PARAMETER, EXAMPLE -> Tying.free(count);
    };
  }
}
