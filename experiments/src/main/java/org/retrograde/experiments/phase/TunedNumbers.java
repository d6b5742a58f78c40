package org.retrograde.experiments.phase;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Where tuned hyperparameters are, a number each: for those who follow a run.
 *
 * @param groups names of the parameter groups
 * @param space what is tuned
 */
record TunedNumbers(List<String> groups, HyperparameterSpace space) {

  /** Copies the list. */
  TunedNumbers {
    groups = List.copyOf(groups);
  }

  /**
   * Returns the numbers by name and groups; of a schedule, its mean over the steps.
   *
   * @param settings of an iterate
   */
  Map<String, Double> of(RunSettings settings) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Coefficient coefficient : settings.coefficients().coefficients()) {
      put(numbers, coefficient.label(), group -> mean(settings, coefficient, group));
    }
    put(numbers, "init scale", group -> Math.exp(settings.initLogScale()[group]));
    if (settings.hasMultipliers()) {
      double[] logs = settings.lossParameter(RunSettings.LOG_MULTIPLIERS);
      put(numbers, "multiplier", group -> Math.exp(logs[group]));
    }
    put(numbers, "L2 penalty", group -> settings.l2()[group]);
    return numbers;
  }

  private void put(Map<String, Double> numbers, String name, IntToDoubleFunction value) {
    if (space.hyperparameters().stream().anyMatch(tuned -> tuned.name().equals(name))) {
      for (SharedGroups shared : SharedGroups.tied(groups, space, name)) {
        numbers.put(name + "/" + shared.name(), value.applyAsDouble(shared.places().get(0)));
      }
    }
  }

  private static double mean(RunSettings settings, Coefficient coefficient, int group) {
    int steps = settings.coefficients().steps();
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      sum += settings.coefficients().get(coefficient, step, group);
    }
    return sum / steps;
  }
}
