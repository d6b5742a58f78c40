package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.retrograde.hypergrad.hyperparameter.Hyperparameter;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.Tied;
import org.retrograde.hypergrad.hyperparameter.Tying;
import org.retrograde.reports.record.GroupNames;

/**
 * Parameter groups that share a number, or a schedule, in tuning or in the config.
 *
 * @param name what people call them: the name of one, the names of a few, {@code all}
 * @param places their indices, in ascending order; at least one
 */
record SharedGroups(String name, List<Integer> places) {

  /**
   * Puts groups together that have equal keys.
   *
   * @param groups names of all groups
   * @param key of a group by its index
   */
  static List<SharedGroups> by(List<String> groups, IntFunction<?> key) {
    Map<Object, List<Integer>> sets = new LinkedHashMap<>();
    for (int g = 0; g < groups.size(); g++) {
      sets.computeIfAbsent(key.apply(g), unused -> new ArrayList<>()).add(g);
    }
    return sets.values().stream()
        .map(places -> new SharedGroups(name(groups, places), List.copyOf(places)))
        .toList();
  }

  /**
   * Puts groups together that tuning moves together. What it does not move is one number of the
   * config, so those groups are together too.
   *
   * @param hyperparameter name of what is tuned
   */
  static List<SharedGroups> tied(
      List<String> groups, HyperparameterSpace space, String hyperparameter) {
    List<Hyperparameter> tuned = space.hyperparameters();
    List<Tying> ties =
        tuned.stream()
            .filter(tunable -> tunable.name().equals(hyperparameter))
            .flatMap(tunable -> tying(tunable).stream())
            .toList();
    boolean free = ties.isEmpty() && tuned.stream().anyMatch(each -> tying(each).isEmpty());
    return by(
        groups,
        g ->
            free
                ? List.of(g)
                : ties.stream().map(tying -> List.of(tying.column(g), tying.factor(g))).toList());
  }

  /** A kind of the user's own may tie groups as it likes: nothing is known of it. */
  private static List<Tying> tying(Hyperparameter hyperparameter) {
    return hyperparameter instanceof Tied tied ? List.of(tied.tying()) : List.of();
  }

  private static String name(List<String> groups, List<Integer> places) {
    return places.size() == groups.size()
        ? "all"
        : GroupNames.joined(places.stream().map(groups::get).toList());
  }

  /** Returns the sum of something over them. */
  double sum(IntToDoubleFunction value) {
    return places.stream().mapToInt(Integer::intValue).mapToDouble(value).sum();
  }
}
