package org.retrograde.experiments.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.config.SearchedSettingConfig;
import org.retrograde.experiments.config.ShapeNumbers;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.ModuleTying;
import org.retrograde.hypergrad.hyperparameter.ScheduleFamily;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.hypergrad.search.Box;
import org.retrograde.hypergrad.trial.RawVector;

/**
 * What a config searches without derivatives: the space, and the box in it.
 *
 * @param searched what is searched, around the arm that searches start from
 * @param start raw vector to begin from
 * @param box bounds of their raw numbers
 * @param numbers what each raw number is, in the order of the raw vector
 */
public record SearchSpace(Searched searched, List<Double> start, Box box, List<Axis> numbers) {

  private static final double TENFOLD = Math.log(10);

  /** Copies the lists. */
  public SearchSpace {
    start = List.copyOf(start);
    numbers = List.copyOf(numbers);
  }

  /** Returns the space and box of what {@code search} asks for. */
  public static SearchSpace of(TrainingProblem problem) {
    ExperimentConfig config = problem.config();
    return of(
        problem, config.searchStart(), config.searchedHyperparameters(), config.searchedSettings());
  }

  /** Returns the space and box of what {@code search} asks for, or without it {@code tune}. */
  public static SearchSpace ofAny(TrainingProblem problem) {
    ExperimentConfig config = problem.config();
    return config.search() != null
        ? of(problem)
        : of(problem, config.startingArm(), config.tunedHyperparameters());
  }

  /**
   * Returns the space and box of some hyperparameters.
   *
   * @param arm to start from
   */
  public static SearchSpace of(
      TrainingProblem problem, ArmConfig arm, List<HyperparameterConfig> searched) {
    return of(problem, arm, searched, List.of());
  }

  private static SearchSpace of(
      TrainingProblem problem,
      ArmConfig arm,
      List<HyperparameterConfig> searched,
      List<SearchedSettingConfig> settings) {
    HyperparameterSpace space = Hyperparameters.space(problem, arm, searched);
    double[] start = Arrays.copyOf(space.start(), space.size() + settings.size());
    double[] lower = new double[start.length];
    double[] upper = new double[start.length];
    List<Axis> numbers = new ArrayList<>();
    for (HyperparameterConfig one : searched) {
      Transform transform = Transform.of(one.name().range());
      for (Axis axis : axes(problem, one, transform)) {
        int place = numbers.size();
        List<Double> bounds = axis.isFactor() ? null : one.bounds();
        lower[place] =
            bounds == null ? start[place] - span(transform) : transform.raw(bounds.get(0));
        upper[place] =
            bounds == null ? start[place] + span(transform) : transform.raw(bounds.get(1));
        numbers.add(axis);
      }
      for (ScheduleFamily.FreeNumber number : shapeNumbers(one)) {
        int place = numbers.size();
        lower[place] = start[place] - span(number.transform());
        upper[place] = start[place] + span(number.transform());
        numbers.add(new Axis(number.name() + " of the shape", number.transform()));
      }
    }
    Map<String, Double> own = problem.config().model().numbers();
    for (SearchedSettingConfig setting : settings) {
      int place = numbers.size();
      start[place] = Math.log(Objects.requireNonNull(own.get(setting.name())));
      lower[place] = Math.log(setting.bounds().get(0));
      upper[place] = Math.log(setting.bounds().get(1));
      numbers.add(new Axis(setting.name().replace('-', ' '), Transform.LOG));
    }
    return new SearchSpace(
        new Searched(space, settings.stream().map(SearchedSettingConfig::name).toList()),
        Arrays.stream(start).boxed().toList(),
        new Box(new RawVector(lower), new RawVector(upper)),
        numbers);
  }

  /** Returns the numbers of one entry of a list of hyperparameters, without those of a shape. */
  private static List<Axis> axes(
      TrainingProblem problem, HyperparameterConfig config, Transform transform) {
    int size = Hyperparameters.size(problem, config);
    String name = config.name().word().replace('-', ' ');
    return switch (config.per()) {
      case TYPE, DEPTH, TYPE_DEPTH -> {
        Tying tying = Hyperparameters.tying(problem, config);
        List<String> columns = ModuleTying.names(problem.modules(), tying);
        int rows = size / columns.size();
        yield IntStream.range(0, size)
            .mapToObj(
                i -> {
                  int column = i % columns.size();
                  String knot = rows == 1 ? "" : ", knot " + (1 + i / columns.size());
                  return Axis.of(
                      "%s of %s%s".formatted(name, columns.get(column), knot),
                      transform,
                      tying.isFactor(column));
                })
            .toList();
      }
      default ->
          IntStream.range(0, size)
              .mapToObj(i -> new Axis(size == 1 ? name : name + " " + (i + 1), transform))
              .toList();
    };
  }

  /** A tenth to ten times the start, of odds where a number is between 0 and 1. */
  private static double span(Transform transform) {
    return transform == Transform.IDENTITY ? 1 : TENFOLD;
  }

  private static List<ScheduleFamily.FreeNumber> shapeNumbers(HyperparameterConfig config) {
    return config.shapeNumbers().isEmpty()
        ? List.of()
        : ShapeNumbers.family(config.shape(), config.shapeNumbers()).numbers();
  }

  /** Returns the value of each number by its name, in the units of the config. */
  public Map<String, Double> values(double[] raw) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < raw.length; i++) {
      values.put(numbers.get(i).name(), numbers.get(i).transform().value(raw[i]));
    }
    return values;
  }

  /** Returns the values for people, such as {@code learning rate 0.1, momentum 0.9}. */
  public String words(double[] raw) {
    return values(raw).entrySet().stream()
        .map(number -> String.format(Locale.ROOT, "%s %.3g", number.getKey(), number.getValue()))
        .collect(Collectors.joining(", "));
  }

  /**
   * One raw number.
   *
   * @param name for people
   * @param transform from the raw number to the value of a config, or to a factor
   * @param isFactor whether it multiplies a value, or the odds of one, and is none itself
   */
  public record Axis(String name, Transform transform, boolean isFactor) {

    /** Makes one of a value. */
    public Axis(String name, Transform transform) {
      this(name, transform, false);
    }

    /** What is added to logarithms, of odds or not, multiplies. */
    private static Axis of(String name, Transform transform, boolean isFactor) {
      Transform shown = transform == Transform.IDENTITY ? transform : Transform.LOG;
      return isFactor ? new Axis(name + " (factor)", shown, true) : new Axis(name, transform);
    }
  }
}
