package org.retrograde.hypergrad.recipe;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Tuned hyperparameters without any width: what trains a network of any width under the
 * parametrization they were tuned in.
 *
 * @param groups names of the parameter groups, in order
 * @param schedules of each coefficient that the optimizer reads, [group]
 * @param initLogScale natural logarithm of each group's init scale, [group]
 * @param logMultiplier natural logarithm of each group's multiplier, [group]
 * @param l2 factor of each group's sum of squares in the training loss, [group]
 * @param lossParameters arrays that enter the loss, such as matrices by which tasks share weights,
 *     by name and row by row; those of other settings stay
 */
public record Recipe(
    List<String> groups,
    Map<Coefficient, List<Course>> schedules,
    List<Double> initLogScale,
    List<Double> logMultiplier,
    List<Double> l2,
    Map<String, List<Double>> lossParameters) {

  /** Checks that every row has one number a group. */
  public Recipe {
    groups = List.copyOf(groups);
    schedules = checked(schedules, groups);
    initLogScale = row(initLogScale, groups, "initLogScale");
    logMultiplier = row(logMultiplier, groups, "logMultiplier");
    l2 = row(l2, groups, "l2");
    Map<String, List<Double>> arrays = new TreeMap<>();
    lossParameters.forEach((name, values) -> arrays.put(name, List.copyOf(values)));
    lossParameters = Collections.unmodifiableMap(arrays);
  }

  /** Makes a recipe without loss parameters. */
  public Recipe(
      List<String> groups,
      Map<Coefficient, List<Course>> schedules,
      List<Double> initLogScale,
      List<Double> logMultiplier,
      List<Double> l2) {
    this(groups, schedules, initLogScale, logMultiplier, l2, Map.of());
  }

  private static Map<Coefficient, List<Course>> checked(
      Map<Coefficient, List<Course>> schedules, List<String> groups) {
    Map<Coefficient, List<Course>> copies = new TreeMap<>();
    schedules.forEach((name, row) -> copies.put(name, row(row, groups, name.label())));
    return Collections.unmodifiableMap(copies);
  }

  private static <T> List<T> row(List<T> row, List<String> groups, String name) {
    if (row.size() != groups.size()) {
      throw new IllegalArgumentException(
          "recipe: %s has %d numbers for the %d groups %s"
              .formatted(name, row.size(), groups.size(), groups));
    }
    return List.copyOf(row);
  }

  /**
   * Takes the tuned numbers out of settings: a point a step of schedules that move, and no loss
   * parameters.
   */
  public static Recipe of(List<String> groups, RunSettings tuned) {
    Map<Coefficient, List<Course>> schedules = new TreeMap<>();
    for (Coefficient coefficient : tuned.coefficients().coefficients()) {
      schedules.put(coefficient, Course.ofRows(lists(tuned.coefficients().copyOf(coefficient))));
    }
    return of(groups, schedules, tuned, Map.of());
  }

  /**
   * Takes the tuned numbers out of a space, schedules as they were tuned.
   *
   * @param tuned the space
   * @param raw its numbers
   * @param lossParameters names of the loss parameters to take, too
   */
  public static Recipe of(
      List<String> groups, Courses tuned, double[] raw, Set<String> lossParameters) {
    RunSettings settings = tuned.space().settings(raw);
    Map<String, List<Double>> arrays = new TreeMap<>();
    lossParameters.forEach(name -> arrays.put(name, list(settings.lossParameter(name))));
    return of(groups, tuned.of(raw), settings, arrays);
  }

  private static Recipe of(
      List<String> groups,
      Map<Coefficient, List<Course>> schedules,
      RunSettings tuned,
      Map<String, List<Double>> lossParameters) {
    return new Recipe(
        groups,
        schedules,
        list(tuned.initLogScale()),
        list(
            tuned.hasMultipliers()
                ? tuned.lossParameter(RunSettings.LOG_MULTIPLIERS)
                : new double[groups.size()]),
        list(tuned.l2()),
        lossParameters);
  }

  private static List<List<Double>> lists(double[][] rows) {
    return Arrays.stream(rows).map(Recipe::list).toList();
  }

  private static List<Double> list(double[] row) {
    return Arrays.stream(row).boxed().toList();
  }

  /**
   * Writes the recipe into settings of any number of steps: schedules are interpolated in the space
   * that their coefficient is tuned in, over t / (T - 1). With as many steps as were tuned every
   * bit is kept.
   *
   * @param settings of as many groups. Modified.
   */
  public void apply(RunSettings settings) {
    int steps = settings.coefficients().steps();
    if (settings.coefficients().groups() != groups.size()) {
      throw new IllegalArgumentException(
          "recipe: it is for the %d groups %s, the settings have %d"
              .formatted(groups.size(), groups, settings.coefficients().groups()));
    }
    schedules.forEach(
        (coefficient, courses) -> {
          for (int g = 0; g < groups.size(); g++) {
            double[] values = courses.get(g).values(steps, Transform.of(coefficient));
            for (int t = 0; t < steps; t++) {
              settings.coefficients().set(coefficient, t, g, values[t]);
            }
          }
        });
    for (int g = 0; g < groups.size(); g++) {
      settings.initLogScale()[g] = initLogScale.get(g);
      settings.l2()[g] = l2.get(g);
    }
    if (logMultiplier.stream().anyMatch(log -> log != 0)) {
      double[] logs = logMultiplier.stream().mapToDouble(log -> log).toArray();
      settings.setLossParameter(RunSettings.LOG_MULTIPLIERS, logs);
    }
    lossParameters.forEach(
        (name, values) ->
            settings.setLossParameter(name, values.stream().mapToDouble(value -> value).toArray()));
  }
}
