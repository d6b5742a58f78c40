package org.retrograde.experiments.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.config.ShapeNumbers;
import org.retrograde.experiments.config.TrainingConfig;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.experiments.config.text.ConfigError;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.hypergrad.hyperparameter.ArrayHyperparameter;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.ModuleTying;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.hyperparameter.Placement;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.Scale;
import org.retrograde.hypergrad.hyperparameter.ScheduleFamily;
import org.retrograde.hypergrad.hyperparameter.ScheduleHyperparameter;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.hypergrad.recipe.Courses;
import org.retrograde.hypergrad.schedule.Flat;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.reports.record.GroupPlace;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** Turns what a config says about hyperparameters into settings and a space to tune in. */
public final class Hyperparameters {

  private Hyperparameters() {}

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
    requireReaders(problem);
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

  /** Refuses an optimizer of hidden matrices where there are none: all would be left to another. */
  private static void requireReaders(TrainingProblem problem) {
    Optimizer optimizer = problem.optimizer();
    List<ParameterGroup> groups = problem.groups();
    Set<Coefficient> unread = new TreeSet<>(optimizer.coefficients());
    groups.forEach(group -> unread.removeAll(group.trainedBy(optimizer).coefficients()));
    if (!unread.isEmpty() && groups.stream().noneMatch(ParameterGroup::isHiddenMatrix)) {
      String message =
          "%s is for matrices between hidden layers, of which there are none here: nothing reads %s"
              .formatted(optimizer.word(), unread.iterator().next());
      throw new ConfigException(
          List.of(new ConfigError(problem.config().name(), 0, "training.optimizer", message)));
    }
  }

  private static double value(TrainingConfig training, ArmConfig arm, Coefficient coefficient) {
    if (coefficient.equals(Coefficient.LEARNING_RATE)) {
      return arm.learningRate();
    }
    return coefficient.equals(Coefficient.MOMENTUM)
        ? arm.momentum()
        : training.coefficient(coefficient);
  }

  /** Returns the space that {@code tune} describes, around the arm that tuning starts from. */
  public static HyperparameterSpace space(TrainingProblem problem, TuneConfig tune) {
    return space(problem, problem.config().startingArm(), tune.hyperparameters());
  }

  /** Returns the space of some hyperparameters around an arm. */
  public static HyperparameterSpace space(
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

  /** Returns the short forms that schedules of the space of {@code tune} may have in a recipe. */
  public static Courses courses(TrainingProblem problem, HyperparameterSpace space) {
    ArmConfig arm = problem.config().startingArm();
    int steps = problem.config().training().steps();
    Scale layerRates = layerRates(problem, ofOneRate(problem, arm, steps));
    return new Courses(space)
        .orElse(
            Coefficient.LEARNING_RATE,
            rateScale(problem, arm.schedule(), layerRates, steps),
            arm.learningRate());
  }

  /**
   * Returns the space to check an experiment in: what it tunes, or all schedules, step by step, and
   * the init scales.
   */
  public static HyperparameterSpace checkedSpace(TrainingProblem problem) {
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

  /** Writes the start of a hyperparameter into the base settings. */
  private static void place(
      TrainingProblem problem,
      ArmConfig arm,
      HyperparameterConfig config,
      Scale layerRates,
      RunSettings base) {
    Double start =
        config.start() == null && !(config.shape() instanceof Flat)
            ? Double.valueOf(arm.learningRate())
            : config.start();
    config.name().place(placement(problem, config, layerRates), start, base);
  }

  private static void placeRate(
      TrainingProblem problem, ArmConfig arm, Scale layerRates, RunSettings base) {
    Scale scale = rateScale(problem, arm.schedule(), layerRates, base.coefficients().steps());
    scale.fill(base.coefficients(), Coefficient.LEARNING_RATE, arm.learningRate());
    for (Coefficient momentum : List.of(Coefficient.MOMENTUM, Coefficient.BETA1)) {
      if (problem.optimizer().coefficients().contains(momentum)) {
        placeMomentum(momentum, arm.schedule(), base.coefficients());
      }
    }
  }

  private static void placeMomentum(
      Coefficient momentum, Schedule schedule, CoefficientTable table) {
    for (int t = 0; t < table.steps(); t++) {
      for (int g = 0; g < table.groups(); g++) {
        double usual = table.get(momentum, t, g);
        table.set(momentum, t, g, schedule.momentum(usual, t, table.steps()));
      }
    }
  }

  private static Scale layerRates(TrainingProblem problem, RunSettings base) {
    return Scale.ofGroups(LayerRates.of(problem, problem.config().training().layerRates(), base));
  }

  /** Returns what learning rates are multiplied by: layer rates, a schedule, warm-up and decay. */
  private static Scale rateScale(
      TrainingProblem problem, Schedule shape, Scale layerRates, int steps) {
    return layerRates.overTime(enveloped(problem, shape), steps);
  }

  private static Schedule enveloped(TrainingProblem problem, Schedule shape) {
    return shape.times(problem.config().training().envelope());
  }

  /**
   * Returns how many numbers one entry of a list of hyperparameters has, without those of a shape.
   */
  static int size(TrainingProblem problem, HyperparameterConfig config) {
    int all =
        hyperparameters(problem, config, Scale.ONE).stream().mapToInt(Hyperparameter::size).sum();
    return all - config.shapeNumbers().size();
  }

  /** Returns what one entry of a list of hyperparameters stands for: one each for most kinds. */
  private static List<Hyperparameter> hyperparameters(
      TrainingProblem problem, HyperparameterConfig config, Scale layerRates) {
    return config.name().hyperparameters(placement(problem, config, layerRates));
  }

  private static Placement placement(
      TrainingProblem problem, HyperparameterConfig config, Scale layerRates) {
    int steps = problem.config().training().steps();
    return new Placement(
        problem.groups(),
        steps,
        config.knots() == 0 ? steps : config.knots(),
        config.per(),
        tying(problem, config),
        rateScale(problem, config.shape(), layerRates, steps),
        config.shapeNumbers().isEmpty() ? null : rateFamily(problem, config),
        problem::rowClasses,
        problem::lossParameters);
  }

  /** Returns the shapes that differ in the numbers to tune, with warm-up and decay. */
  private static ScheduleFamily rateFamily(TrainingProblem problem, HyperparameterConfig config) {
    return ShapeNumbers.family(config.shape(), config.shapeNumbers())
        .then(shape -> enveloped(problem, shape));
  }

  static Tying tying(TrainingProblem problem, HyperparameterConfig config) {
    List<GroupPlace> places = problem.places();
    int count = places.size();
    return switch (config.per()) {
      case ALL -> Tying.shared(count);
      case LAYER -> {
        int[] layers = places.stream().mapToInt(GroupPlace::layer).toArray();
        yield new Tying(1 + Arrays.stream(layers).max().orElse(-1), layers);
      }
      case WEIGHT_GROUP -> Tying.only(weights(places));
      case TYPE -> modules(problem, config).byType();
      case TYPE_DEPTH -> modules(problem, config).byTypeAndDepth();
      case DEPTH -> {
        try {
          yield modules(problem, config).byDepth();
        } catch (IllegalArgumentException e) {
          throw new ConfigException(
              List.of(
                  new ConfigError(
                      problem.config().name(),
                      0,
                      "%s per depth".formatted(config.name().word()),
                      e.getMessage() + "; tune per type or per group")));
        }
      }
      case GROUP, PARAMETER, EXAMPLE, CLASS -> Tying.free(count);
    };
  }

  /** What can be per weight group is of weights: nothing else has a number of its own then. */
  private static ModuleTying modules(TrainingProblem problem, HyperparameterConfig config) {
    boolean[] moving = new boolean[problem.groups().size()];
    Arrays.fill(moving, true);
    return new ModuleTying(
        problem.modules(),
        config.name().sharings().contains(Per.WEIGHT_GROUP) ? weights(problem.places()) : moving);
  }

  private static boolean[] weights(List<GroupPlace> places) {
    boolean[] weights = new boolean[places.size()];
    for (int g = 0; g < weights.length; g++) {
      weights[g] = places.get(g).weight();
    }
    return weights;
  }
}
