package org.retrograde.experiments.rule;

import java.util.List;
import java.util.Optional;
import org.retrograde.hypergrad.trial.Outcome;

/**
 * What came of a rule.
 *
 * @param name what the config calls it
 * @param words what it is
 * @param outcomes one a seed
 */
record ScoredRule(String name, String words, List<Outcome<RuleScore.Found>> outcomes) {

  /** Copies the list. */
  ScoredRule {
    outcomes = List.copyOf(outcomes);
  }

  /** Returns the mean final loss, infinite if a run diverged. */
  double loss() {
    return outcomes.stream()
        .mapToDouble(one -> one.map(RuleScore.Found::finalLoss, Double.POSITIVE_INFINITY))
        .average()
        .orElseThrow();
  }

  /** Returns the moves of all runs that stayed in the numbers. */
  Moves moves() {
    return outcomes.stream()
        .map(one -> one.map(RuleScore.Found::moves, Moves.NONE))
        .reduce(Moves.NONE, Moves::plus);
  }

  /** Returns the evaluations of a run beside one a step, in the mean. */
  double evaluations() {
    return outcomes.stream()
        .mapToDouble(one -> one.map(found -> (double) found.evaluations(), Double.NaN))
        .average()
        .orElseThrow();
  }

  /** Returns the first run that stayed in the numbers. */
  Optional<RuleScore.Found> first() {
    return outcomes.stream().flatMap(one -> Optional.ofNullable(one.found()).stream()).findFirst();
  }
}
