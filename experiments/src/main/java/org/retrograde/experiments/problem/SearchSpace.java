package org.retrograde.experiments.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.config.SearchedSettingConfig;
import org.retrograde.experiments.config.ShapeNumbers;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.ScheduleFamily;
import org.retrograde.hypergrad.hyperparameter.Transform;
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
      int size = Hyperparameters.size(problem, one);
      for (int i = 0; i < size; i++) {
        int place = numbers.size();
        List<Double> bounds = one.bounds();
        lower[place] =
            bounds == null ? start[place] - span(transform) : transform.raw(bounds.get(0));
        upper[place] =
            bounds == null ? start[place] + span(transform) : transform.raw(bounds.get(1));
        String name = one.name().word().replace('-', ' ');
        numbers.add(new Axis(size == 1 ? name : name + " " + (i + 1), transform));
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
   * @param transform from the raw number to the value of a config
   */
  public record Axis(String name, Transform transform) {}
}
