package org.retrograde.hypergrad.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.retrograde.hypergrad.hyperparameter.Knot;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Tuned hyperparameters without any width: what trains a network of any width under the
 * parametrization they were tuned in.
 *
 * @param groups names of the parameter groups, in order
 * @param schedules of each coefficient that the optimizer reads, [point][group], points equally
 *     spaced over t / (T - 1)
 * @param initLogScale natural logarithm of each group's init scale, [group]
 * @param logMultiplier natural logarithm of each group's multiplier, [group]
 * @param l2 factor of each group's sum of squares in the training loss, [group]
 * @param lossParameters arrays that enter the loss, such as matrices by which tasks share weights,
 *     by name and row by row; those of other settings stay
 */
public record Recipe(
    List<String> groups,
    @JsonSerialize(keyUsing = CoefficientKeys.Writer.class)
        @JsonDeserialize(keyUsing = CoefficientKeys.Reader.class)
        Map<Coefficient, List<List<Double>>> schedules,
    List<Double> initLogScale,
    List<Double> logMultiplier,
    List<Double> l2,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<Double>> lossParameters) {

  /** Checks that every row has one number a group. */
  public Recipe {
    groups = List.copyOf(groups);
    schedules = checked(schedules, groups);
    initLogScale = row(initLogScale, groups, "initLogScale");
    logMultiplier = row(logMultiplier, groups, "logMultiplier");
    l2 = row(l2, groups, "l2");
    Map<String, List<Double>> arrays = new TreeMap<>();
    if (lossParameters != null) { // a recipe without any
      lossParameters.forEach((name, values) -> arrays.put(name, List.copyOf(values)));
    }
    lossParameters = Collections.unmodifiableMap(arrays);
  }

  /** Makes a recipe without loss parameters. */
  public Recipe(
      List<String> groups,
      Map<Coefficient, List<List<Double>>> schedules,
      List<Double> initLogScale,
      List<Double> logMultiplier,
      List<Double> l2) {
    this(groups, schedules, initLogScale, logMultiplier, l2, Map.of());
  }

  private static Map<Coefficient, List<List<Double>>> checked(
      Map<Coefficient, List<List<Double>>> schedules, List<String> groups) {
    Map<Coefficient, List<List<Double>>> copies = new TreeMap<>();
    schedules.forEach((name, rows) -> copies.put(name, rows(rows, groups, name.label())));
    return Collections.unmodifiableMap(copies);
  }

  private static List<List<Double>> rows(
      List<List<Double>> rows, List<String> groups, String name) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("recipe: " + name + " has no points");
    }
    return rows.stream().map(row -> row(row, groups, name)).toList();
  }

  private static List<Double> row(List<Double> row, List<String> groups, String name) {
    if (row.size() != groups.size()) {
      throw new IllegalArgumentException(
          "recipe: %s has %d numbers for the %d groups %s"
              .formatted(name, row.size(), groups.size(), groups));
    }
    return List.copyOf(row);
  }

  /** Takes the tuned numbers out of settings, one point a step, but no loss parameters. */
  public static Recipe of(List<String> groups, RunSettings tuned) {
    return of(groups, tuned, Set.of());
  }

  /**
   * Takes the tuned numbers out of settings, one point a step.
   *
   * @param lossParameters names of those to take, too
   */
  public static Recipe of(List<String> groups, RunSettings tuned, Set<String> lossParameters) {
    Map<String, List<Double>> arrays = new TreeMap<>();
    lossParameters.forEach(name -> arrays.put(name, list(tuned.lossParameter(name))));
    Map<Coefficient, List<List<Double>>> schedules = new TreeMap<>();
    for (Coefficient coefficient : tuned.coefficients().coefficients()) {
      schedules.put(coefficient, lists(tuned.coefficients().copyOf(coefficient)));
    }
    return new Recipe(
        groups,
        schedules,
        list(tuned.initLogScale()),
        list(
            tuned.hasMultipliers()
                ? tuned.lossParameter(RunSettings.LOG_MULTIPLIERS)
                : new double[groups.size()]),
        list(tuned.l2()),
        arrays);
  }

  private static List<List<Double>> lists(double[][] rows) {
    return Arrays.stream(rows).map(Recipe::list).toList();
  }

  private static List<Double> list(double[] row) {
    return Arrays.stream(row).boxed().toList();
  }

  /**
   * Writes the recipe into settings of any number of steps: schedules are interpolated in the space
   * that their coefficient is tuned in, over t / (T - 1), so with as many steps as points every
   * number is kept.
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
        (coefficient, points) -> {
          for (int t = 0; t < steps; t++) {
            double time = steps == 1 ? 0 : (double) t / (steps - 1);
            for (int g = 0; g < groups.size(); g++) {
              double value = at(points, time, g, Transform.of(coefficient));
              settings.coefficients().set(coefficient, t, g, value);
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

  private static double at(List<List<Double>> points, double time, int group, Transform transform) {
    Knot knot = Knot.at(time, points.size());
    double left = points.get(knot.left()).get(group);
    if (knot.fraction() == 0) {
      return left;
    }
    double right = points.get(knot.right(points.size())).get(group);
    if (left == right) {
      return left; // also where neither has a finite raw number, such as a weight decay of 0
    }
    return transform.value(
        (1 - knot.fraction()) * transform.raw(left) + knot.fraction() * transform.raw(right));
  }
}
