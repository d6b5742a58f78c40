package org.retrograde.experiments.contest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.retrograde.experiments.config.FamilyConfig;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.search.Searcher;

/**
 * The keys of the section.
 *
 * @param families searched, by name
 * @param refined by the gradients of a run, by name; their peaks are searched
 * @param method of the search
 * @param runs training runs of all searches together
 * @param rescored how many of the best schedules of each family are trained again, to choose one
 * @param learnt learnt by hypergradients, by name
 * @param hypergradients of each of them
 * @param step first step of Adam in the logarithms of the rates, which falls along a cosine
 * @param checkSeeds runs by which the best of learning is chosen, and of what is rescored
 * @param unseenSeeds runs that all are judged by
 */
record ContestSettings(
    Map<String, FamilyConfig> families,
    Map<String, Refinement> refined,
    Searcher method,
    int runs,
    int rescored,
    Map<String, Knots> learnt,
    int hypergradients,
    double step,
    int checkSeeds,
    int unseenSeeds) {

  /** Copies the maps, keeping their order. */
  ContestSettings {
    families = Collections.unmodifiableMap(new LinkedHashMap<>(families));
    refined = Collections.unmodifiableMap(new LinkedHashMap<>(refined));
    learnt = Collections.unmodifiableMap(new LinkedHashMap<>(learnt));
  }

  /**
   * How a schedule is refined.
   *
   * @param norm what the size of a gradient is
   * @param power by which rates fall with it
   * @param smoothing part of the steps that a running median is over
   */
  record Refinement(GradientSizes.Norm norm, double power, double smoothing) {}

  /**
   * A schedule of knots.
   *
   * @param knots in the logarithm of the rate
   * @param per what has a schedule of its own
   */
  record Knots(int knots, Per per) {}

  /** Returns the training runs of each family. */
  int runsOfAFamily() {
    return runs / Math.max(1, families.size() + refined.size());
  }

  /** Returns the names of all entries. */
  List<String> names() {
    return Stream.of(families, refined, learnt).flatMap(map -> map.keySet().stream()).toList();
  }
}
