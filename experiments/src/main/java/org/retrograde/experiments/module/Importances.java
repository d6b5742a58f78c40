package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.retrograde.experiments.importance.Fanova;
import org.retrograde.experiments.importance.ModuleImportances;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.search.Candidate;
import org.retrograde.hypergrad.search.RandomSearch;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reports.record.ModuleShares;
import org.retrograde.reports.statistics.Digits;

/**
 * Which modules matter: exactly, where hypergradients begin and at what they found, and as fANOVA
 * estimates it from the draws of random search.
 *
 * @param context of the run
 * @param problem at the start
 * @param space around the start
 */
record Importances(RunContext context, TrainingProblem problem, SearchSpace space) {

  static final String SEEDS = "modules importance";

  /** Derivatives are several times as long as trainings. */
  static final int COUNT = 8;

  /**
   * Records them.
   *
   * @param arms that know where hypergradients begin
   * @param tuned what they found
   * @param searched by each method
   */
  void record(Arms arms, RawVector tuned, Map<String, Arms.Searched> searched)
      throws InterruptedException {
    ModuleShares exact =
        ModuleImportances.of(problem, space, slopes("first", arms.first()), slopes("tuned", tuned));
    Arms.Searched random = searched.get(new RandomSearch().word());
    ModuleShares both =
        random == null ? exact : ModuleImportances.with(exact, fanova(random.trials()));
    ModuleShares told = beginning(both, arms.settings().hypergradients().firstOctaves());
    context.update(results -> results.with(told));
  }

  /** Says which start is meant, where it is not that of all arms. */
  private static ModuleShares beginning(ModuleShares shares, double octaves) {
    if (octaves == 0) {
      return shares;
    }
    String start =
        "The start is that of hypergradients here, all learning rates moved by %s octaves"
            .formatted(Words.of(octaves));
    return new ModuleShares(
        shares.numbers(),
        shares.modules(),
        shares.trials(),
        shares.note().isEmpty() ? start : start + "; " + shares.note());
  }

  /** The first trial is the start, and no draw. */
  private Fanova fanova(List<Candidate> trials) throws InterruptedException {
    List<Candidate> draws = trials.subList(1, trials.size());
    return Fanova.of(
        context.config().run().python(),
        draws.stream().map(trial -> space.box().unit(trial.raw().toArray())).toList(),
        draws.stream().map(Candidate::loss).toList(),
        context.config().seed());
  }

  private List<double[]> slopes(String where, RawVector raw) throws InterruptedException {
    HyperparameterSpace numbers = space.searched().space();
    List<Long> seeds = context.config().seeds(SEEDS, COUNT);
    List<Outcome<Derivative.Found>> outcomes =
        context.run(
            "importances, " + where,
            Trial.onSeeds(
                problem,
                numbers.settings(raw.toArray()),
                seeds,
                new Derivative(context.strategy())),
            (index, outcome) ->
                Digits.of(outcome.map(Derivative.Found::finalLoss, Double.POSITIVE_INFINITY)));
    List<double[]> slopes = new ArrayList<>();
    for (Outcome<Derivative.Found> outcome : outcomes) {
      Derivative.Found found = outcome.found();
      if (found != null) {
        slopes.add(numbers.pullBack(raw.toArray(), found.derivative()));
      }
    }
    return slopes;
  }
}
