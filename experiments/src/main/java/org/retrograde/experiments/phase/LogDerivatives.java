package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.reports.record.Importance;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Derivatives of the final loss with respect to the logarithm of a factor on each hyperparameter,
 * seed by seed: once for what tuning moves as one.
 *
 * @param groups names of the parameter groups
 * @param space what was tuned, from where
 * @param tuned settings after tuning
 */
record LogDerivatives(List<String> groups, HyperparameterSpace space, RunSettings tuned) {

  /** How a derivative with respect to settings becomes one with respect to a factor's logarithm. */
  @FunctionalInterface
  private interface ByGroup {
    double of(RunSettings at, RunSettings derivative, int group);
  }

  private static final ByGroup INIT_SCALE =
      (at, derivative, group) -> derivative.initLogScale()[group];
  private static final ByGroup MULTIPLIER =
      (at, derivative, group) -> derivative.lossParameter(RunSettings.LOG_MULTIPLIERS)[group];
  private static final ByGroup PENALTY =
      (at, derivative, group) -> at.l2()[group] * derivative.l2()[group];

  /** Returns those of the same seeds at the start and after tuning; none that are always 0. */
  List<Importance> of(List<Derivative.Found> atStart, List<Derivative.Found> atTuned) {
    List<Importance> all = new ArrayList<>();
    for (Coefficient coefficient : tuned.coefficients().coefficients()) {
      all.addAll(
          importances(
              coefficient.label(),
              (at, derivative, group) -> overTime(coefficient, at, derivative, group),
              atStart,
              atTuned));
    }
    all.addAll(importances("init scale", INIT_SCALE, atStart, atTuned));
    if (tuned.hasMultipliers()) {
      all.addAll(importances("multiplier", MULTIPLIER, atStart, atTuned));
    }
    all.addAll(importances("L2 penalty", PENALTY, atStart, atTuned));
    return all;
  }

  private List<Importance> importances(
      String name, ByGroup value, List<Derivative.Found> atStart, List<Derivative.Found> atTuned) {
    return SharedGroups.tied(groups, space, name).stream()
        .map(
            shared ->
                Importance.of(
                    name,
                    shared.name(),
                    bySeed(space.base(), atStart, shared, value),
                    bySeed(tuned, atTuned, shared, value)))
        .filter(LogDerivatives::isSomewhereNotZero)
        .toList();
  }

  private static boolean isSomewhereNotZero(Importance importance) {
    return Stream.of(importance.startBySeed(), importance.tunedBySeed())
        .flatMap(List::stream)
        .anyMatch(derivative -> derivative != 0);
  }

  private static List<Double> bySeed(
      RunSettings at, List<Derivative.Found> seeds, SharedGroups shared, ByGroup value) {
    return seeds.stream()
        .map(seed -> shared.sum(group -> value.of(at, seed.derivative(), group)))
        .toList();
  }

  private static double overTime(
      Coefficient coefficient, RunSettings at, RunSettings derivative, int group) {
    double sum = 0;
    for (int t = 0; t < at.coefficients().steps(); t++) {
      sum +=
          at.coefficients().get(coefficient, t, group)
              * derivative.coefficients().get(coefficient, t, group);
    }
    return sum;
  }
}
