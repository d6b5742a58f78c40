package org.retrograde.hypergrad.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.retrograde.hypergrad.hyperparameter.ModulePlace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Tuned hyperparameters without any width: what trains a network of any width under the
 * parametrization they were tuned in.
 *
 * <p>Numbers of blocks stand by themselves, and are in no other number of the recipe: {@link #at}
 * adds them, for a network of any depth.
 *
 * @param groups names of the parameter groups, in order
 * @param modules what each group is in its network
 * @param schedules of each coefficient that the optimizer reads, [group]
 * @param initLogScale natural logarithm of each group's init scale, [group]
 * @param logMultiplier natural logarithm of each group's multiplier, [group]
 * @param l2 factor of each group's sum of squares in the training loss, [group]
 * @param lossParameters arrays that enter the loss, such as matrices by which tasks share weights,
 *     by name and row by row; those of other settings stay
 * @param depth numbers of blocks, by the name of the hyperparameter whose raw numbers they are
 *     added to: the label of a coefficient, {@code init scale} or {@code multiplier}
 */
public record Recipe(
    List<String> groups,
    List<ModulePlace> modules,
    Map<Coefficient, List<Course>> schedules,
    List<Double> initLogScale,
    List<Double> logMultiplier,
    List<Double> l2,
    Map<String, List<Double>> lossParameters,
    Map<String, DepthNumbers> depth) {

  private static final String INIT_SCALE = "init scale";
  private static final String MULTIPLIER = "multiplier";

  /** Checks that every row has one number a group, and that numbers of blocks can be added. */
  public Recipe {
    groups = List.copyOf(groups);
    modules = row(modules, groups, "modules");
    schedules = checked(schedules, groups);
    initLogScale = row(initLogScale, groups, "initLogScale");
    logMultiplier = row(logMultiplier, groups, "logMultiplier");
    l2 = row(l2, groups, "l2");
    Map<String, List<Double>> arrays = new TreeMap<>();
    lossParameters.forEach((name, values) -> arrays.put(name, List.copyOf(values)));
    lossParameters = Collections.unmodifiableMap(arrays);
    depth = Collections.unmodifiableMap(new TreeMap<>(depth));
    for (Map.Entry<String, DepthNumbers> entry : depth.entrySet()) {
      requireAddable(entry.getKey(), entry.getValue(), groups, modules, schedules);
    }
  }

  /** Makes a recipe of groups of which it is not known what they are in their network. */
  public Recipe(
      List<String> groups,
      Map<Coefficient, List<Course>> schedules,
      List<Double> initLogScale,
      List<Double> logMultiplier,
      List<Double> l2,
      Map<String, List<Double>> lossParameters) {
    this(
        groups,
        ModulePlace.unknown(groups),
        schedules,
        initLogScale,
        logMultiplier,
        l2,
        lossParameters,
        Map.of());
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

  private static void requireAddable(
      String name,
      DepthNumbers numbers,
      List<String> groups,
      List<ModulePlace> modules,
      Map<Coefficient, List<Course>> schedules) {
    if (numbers.blocks() != ModulePlace.blocks(modules)) {
      throw new IllegalArgumentException(
          "recipe: depth of %s has numbers of %d blocks, the groups are in %d"
              .formatted(name, numbers.blocks(), ModulePlace.blocks(modules)));
    }
    int points = numbers.points().get(0).size();
    if (name.equals(INIT_SCALE) || name.equals(MULTIPLIER)) {
      if (points != 1) {
        throw new IllegalArgumentException(
            "recipe: depth of %s must have one number a block, got %d".formatted(name, points));
      }
      return;
    }
    List<Course> courses =
        schedules.entrySet().stream()
            .filter(entry -> entry.getKey().label().equals(name))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "recipe: depth of %s, which it has no schedule of".formatted(name)));
    for (int g = 0; g < groups.size(); g++) {
      Course course = courses.get(g);
      if (numbers.has(modules.get(g)) && !(course.raw() && course.points().size() == points)) {
        throw new IllegalArgumentException(
            "recipe: depth of %s has %d numbers a block, and group %s no course of %d knots"
                .formatted(name, points, groups.get(g), points));
      }
    }
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
    return of(groups, ModulePlace.unknown(groups), schedules, tuned, Map.of(), Map.of());
  }

  /**
   * Takes the tuned numbers out of a space, schedules as they were tuned and numbers of blocks by
   * themselves.
   *
   * @param tuned the space
   * @param raw its numbers
   * @param modules what each group is in its network
   * @param lossParameters names of the loss parameters to take, too
   */
  public static Recipe of(
      List<String> groups,
      List<ModulePlace> modules,
      Courses tuned,
      double[] raw,
      Set<String> lossParameters) {
    DepthSplit split = DepthSplit.of(tuned.space(), raw, modules);
    double[] rest = split.rest();
    RunSettings settings = tuned.space().settings(rest);
    Map<String, List<Double>> arrays = new TreeMap<>();
    lossParameters.forEach(name -> arrays.put(name, list(settings.lossParameter(name))));
    return of(groups, modules, tuned.of(rest), settings, arrays, split.depth());
  }

  private static Recipe of(
      List<String> groups,
      List<ModulePlace> modules,
      Map<Coefficient, List<Course>> schedules,
      RunSettings tuned,
      Map<String, List<Double>> lossParameters,
      Map<String, DepthNumbers> depth) {
    return new Recipe(
        groups,
        modules,
        schedules,
        list(tuned.initLogScale()),
        list(
            tuned.hasMultipliers()
                ? tuned.lossParameter(RunSettings.LOG_MULTIPLIERS)
                : new double[groups.size()]),
        list(tuned.l2()),
        lossParameters,
        depth);
  }

  private static List<List<Double>> lists(double[][] rows) {
    return Arrays.stream(rows).map(Recipe::list).toList();
  }

  private static List<Double> list(double[] row) {
    return Arrays.stream(row).boxed().toList();
  }

  /**
   * Returns the recipe of a network of any number of blocks, with all numbers in its groups: those
   * of a type, with what {@link DepthNumbers} are for the relative depth of its block. For the
   * groups that were tuned it is the tuned settings, bit for bit.
   *
   * @param names of the groups of the network
   * @param places what each of them is there
   * @throws IllegalArgumentException if this holds no numbers for such a network; says why
   */
  public Recipe at(List<String> names, List<ModulePlace> places) {
    int[] from =
        names.equals(groups) ? IntStream.range(0, names.size()).toArray() : sources(places);
    int blocks = ModulePlace.blocks(places);
    Map<Coefficient, List<Course>> courses = new TreeMap<>();
    schedules.forEach(
        (coefficient, all) ->
            courses.put(
                coefficient,
                IntStream.range(0, from.length)
                    .mapToObj(
                        g ->
                            all.get(from[g])
                                .plus(added(coefficient.label(), places.get(g), blocks)))
                    .toList()));
    return new Recipe(
        names,
        places,
        courses,
        at(initLogScale, INIT_SCALE, from, places),
        at(logMultiplier, MULTIPLIER, from, places),
        Arrays.stream(from).mapToObj(l2::get).toList(),
        lossParameters,
        Map.of());
  }

  private List<Double> at(List<Double> row, String name, int[] from, List<ModulePlace> places) {
    int blocks = ModulePlace.blocks(places);
    List<Double> all = new ArrayList<>();
    for (int g = 0; g < from.length; g++) {
      List<Double> added = added(name, places.get(g), blocks);
      all.add(added.isEmpty() ? row.get(from[g]) : Double.valueOf(row.get(from[g]) + added.get(0)));
    }
    return all;
  }

  /** Returns what a hyperparameter has for the block of a group; empty if nothing. */
  private List<Double> added(String name, ModulePlace place, int blocks) {
    DepthNumbers numbers = depth.get(name);
    return numbers == null || !numbers.has(place) ? List.of() : numbers.of(place.block(), blocks);
  }

  /** Returns a group of the same type for each place, which must stand for all of that type. */
  private int[] sources(List<ModulePlace> places) {
    if (modules.equals(ModulePlace.unknown(groups))) {
      throw new IllegalArgumentException(
          "the recipe does not say of which type each group is, and holds for no other groups");
    }
    int[] from = new int[places.size()];
    for (int g = 0; g < from.length; g++) {
      String type = places.get(g).type();
      List<Integer> same =
          IntStream.range(0, groups.size())
              .filter(own -> modules.get(own).type().equals(type))
              .boxed()
              .toList();
      if (same.isEmpty()) {
        throw new IllegalArgumentException(
            "the recipe has no numbers for module type %s; it has %s"
                .formatted(type, modules.stream().map(ModulePlace::type).distinct().toList()));
      }
      from[g] = same.get(0);
      for (int other : same) {
        if (!numbers(other).equals(numbers(from[g]))) {
          throw new IllegalArgumentException(
              "the recipe has one number for %s and another for %s, and none for other blocks; tune per type, depth, type-depth or all"
                  .formatted(groups.get(from[g]), groups.get(other)));
        }
      }
    }
    return from;
  }

  private List<Object> numbers(int group) {
    List<Object> numbers = new ArrayList<>();
    schedules.values().forEach(courses -> numbers.add(courses.get(group)));
    numbers.add(List.of(initLogScale.get(group), logMultiplier.get(group), l2.get(group)));
    return numbers;
  }

  /**
   * Writes the recipe into settings of any number of steps: schedules are interpolated in the space
   * that their coefficient is tuned in, over t / (T - 1). With as many steps as were tuned every
   * bit is kept.
   *
   * @param settings of as many groups. Modified.
   * @throws IllegalArgumentException if they have other groups, or numbers of blocks are not in the
   *     groups yet, see {@link #at}
   */
  public void apply(RunSettings settings) {
    if (!depth.isEmpty()) {
      throw new IllegalArgumentException(
          "recipe: numbers of blocks of %s are not in its groups yet".formatted(depth.keySet()));
    }
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
