package org.retrograde.experiments.horizon;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.config.GridConfig;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * The keys of the section.
 *
 * @param arms by name; the first is what the others are held against
 * @param steps lengths of trainings, rising
 * @param learningRates of every arm
 * @param seeds runs of each
 */
record HorizonSettings(
    Map<String, Arm> arms, List<Integer> steps, GridConfig.LearningRates learningRates, int seeds) {

  /** Copies the collections, keeping their order. */
  HorizonSettings {
    arms = Collections.unmodifiableMap(new LinkedHashMap<>(arms));
    steps = List.copyOf(steps);
  }

  /**
   * A way to train.
   *
   * @param optimizer the update rule
   * @param numbers of {@code training} that it has, but the learning rate
   * @param schedule of the rate
   */
  record Arm(Optimizer optimizer, Map<String, Double> numbers, Schedule schedule) {

    /** Copies the map. */
    Arm {
      numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }
  }

  /** Returns the name of the first arm. */
  String reference() {
    return arms.keySet().iterator().next();
  }

  /** Returns the longest training. */
  int longest() {
    return steps.get(steps.size() - 1);
  }
}
