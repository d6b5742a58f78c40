package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.retrograde.experiments.phase.Learning;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.search.Candidate;
import org.retrograde.hypergrad.search.Search;
import org.retrograde.hypergrad.search.SearchSettings;
import org.retrograde.hypergrad.search.Searcher;
import org.retrograde.hypergrad.trial.LossObjective;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Seeds;

/**
 * Finds what each arm makes of its budgets. Searches go on from budget to budget; tuning by
 * hypergradients knows its end, so that each of its budgets is a tuning of its own.
 *
 * @param context of the run
 * @param settings of the section
 * @param problem at the start
 * @param space around the start
 */
record Arms(
    RunContext context, ModulesSettings settings, TrainingProblem problem, SearchSpace space) {

  /** Returns where all begin. */
  Point global() throws InterruptedException {
    return point(Point.GLOBAL, 0, new RawVector(start()));
  }

  private double[] start() {
    return space.start().stream().mapToDouble(x -> x).toArray();
  }

  private LossObjective objective() {
    return space.searched().objective(context.engine(), problem);
  }

  private Point point(String arm, int budget, RawVector raw) throws InterruptedException {
    long[] seeds = Seeds.range(context.config().seed(), "search", 0, settings.searchSeeds());
    return new Point(
        arm,
        budget,
        raw,
        Outcome.meanLoss(objective().evaluate(List.of(raw.toArray()), seeds)));
  }

  /** Tunes within each budget that pays for an iteration. */
  List<Point> byHypergradients() throws InterruptedException {
    ModulesSettings.Hypergradients how = settings.hypergradients();
    double runs = context.runsOfAHypergradient();
    RawVector start = new RawVector(start());
    double atStart = checkLoss(start);
    List<Point> points = new ArrayList<>();
    for (int budget : settings.budgets()) {
      int iterations =
          Learning.within(
              budget - how.checkSeeds(), runs, how.seeds(), how.checkSeeds(), how.checkEvery());
      if (iterations == 0) {
        continue;
      }
      HyperparameterSpace tuned = space.searched().space();
      Learning.Learnt found =
          new Learning(
                  context.engine(),
                  context.strategy(),
                  runs,
                  how.over(iterations, context.config().seed()),
                  how.metaOptimizer().optimizer())
              .learn(
                  "hypergradients within %d runs".formatted(budget),
                  context.progress(),
                  problem,
                  tuned,
                  start.plus(Octave.of(tuned).scaled(how.firstOctaves())));
      points.add(
          point(Point.HYPERGRADIENTS, budget, found.checkLoss() < atStart ? found.raw() : start));
    }
    return points;
  }

  private double checkLoss(RawVector raw) throws InterruptedException {
    long[] seeds =
        Seeds.range(context.config().seed(), "check", 0, settings.hypergradients().checkSeeds());
    return Outcome.meanLoss(objective().evaluate(List.of(raw.toArray()), seeds));
  }

  /**
   * A search without derivatives.
   *
   * @param trials all of them, in order
   * @param points what was best at the end of each budget that was enough for a trial
   */
  record Searched(List<Candidate> trials, List<Point> points) {

    /** Copies the lists. */
    Searched {
      trials = List.copyOf(trials);
      points = List.copyOf(points);
    }

    /** Returns the runs after which its best loss was a limit or less; infinite if it never was. */
    double runsUntil(double limit) {
      return trials.stream()
          .filter(trial -> trial.loss() <= limit)
          .mapToDouble(Candidate::runs)
          .findFirst()
          .orElse(Double.POSITIVE_INFINITY);
    }
  }

  /** Searches by each method. */
  Map<String, Searched> bySearch() throws InterruptedException {
    Map<String, Searched> all = new LinkedHashMap<>();
    for (Searcher method : settings.methods()) {
      all.put(method.word(), search(method));
    }
    return all;
  }

  private Searched search(Searcher method) throws InterruptedException {
    SearchSettings how =
        new SearchSettings(
            settings.largestBudget(), settings.searchSeeds(), context.config().seed());
    List<Candidate> trials = new ArrayList<>();
    context.progress().begin(method.word(), how.runs() / how.seeds());
    new Search(how, objective())
        .run(
            method,
            space.box(),
            start(),
            trial -> {
              trials.add(trial);
              context.progress().step(String.format(Locale.ROOT, "%.4f", trial.loss()));
            });
    context.progress().end();
    List<Point> points = new ArrayList<>();
    for (int budget : settings.budgets()) {
      trials.stream()
          .filter(trial -> trial.best() && trial.runs() <= budget)
          .reduce((earlier, later) -> later)
          .ifPresent(best -> points.add(new Point(method.word(), budget, best.raw(), best.loss())));
    }
    return new Searched(trials, points);
  }
}
