package org.retrograde.experiments.valley;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * The keys of the section.
 *
 * @param problems experiments by name, whose problems these are; none for the experiment's own
 * @param optimizers by name
 * @param schedules by name; learning begins with the first
 * @param budgets numbers of draws, from small to large; the larger ones have the draws of the
 *     smaller
 * @param judgeSeeds runs of each choice, of seeds that nothing was chosen by
 * @param knots of the schedules that are learnt
 * @param step the first one of learning, in the logarithm of a rate
 * @param checkSeeds runs by which the best of learning is chosen
 */
record ValleySettings(
    Map<String, String> problems,
    Map<String, Rival> optimizers,
    Map<String, Schedule> schedules,
    List<Integer> budgets,
    int judgeSeeds,
    int knots,
    double step,
    int checkSeeds) {

  /** Copies the collections, keeping their order. */
  ValleySettings {
    problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
    optimizers = Collections.unmodifiableMap(new LinkedHashMap<>(optimizers));
    schedules = Collections.unmodifiableMap(new LinkedHashMap<>(schedules));
    budgets = List.copyOf(budgets);
  }

  /**
   * An optimizer.
   *
   * @param optimizer the update rule
   * @param defaults numbers of {@code training} that it has untuned
   * @param tuned bounds of those that are drawn
   */
  record Rival(Optimizer optimizer, Map<String, Double> defaults, Map<String, List<Double>> tuned) {

    /** Copies the maps, keeping their order. */
    Rival {
      defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
      tuned = Collections.unmodifiableMap(new LinkedHashMap<>(tuned));
    }
  }

  /** Returns the draws that all budgets share. */
  int draws() {
    return budgets.get(budgets.size() - 1);
  }

  /** Returns the runs that learning has, after the draws of the smallest budget. */
  int runsOfLearning() {
    return draws() - budgets.get(0);
  }

  /** Returns the name of the first schedule, which learning begins with. */
  String firstSchedule() {
    return schedules.keySet().iterator().next();
  }
}
