package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.retrograde.experiments.outside.Prepared;
import org.retrograde.experiments.phase.Learning;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.search.Candidate;
import org.retrograde.hypergrad.search.Search;
import org.retrograde.hypergrad.search.SearchSettings;
import org.retrograde.hypergrad.search.Searcher;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.LossObjective;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Seeds;

/**
 * Finds what each arm makes of its budgets; what goes on from one budget to the next.
 *
 * @param context of the run
 * @param settings of the section
 * @param problem at the start
 * @param space around the start
 */
record Arms(
    RunContext context, ModulesSettings settings, TrainingProblem problem, SearchSpace space) {

  private static final String ROUNDS = "modules round";

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
        arm, budget, raw, Outcome.meanLoss(objective().evaluate(List.of(raw.toArray()), seeds)));
  }

  /** Returns the point that the first hypergradient is of. */
  RawVector first() {
    return new RawVector(start())
        .plus(Octave.of(space.searched().space()).scaled(settings.hypergradients().firstOctaves()));
  }

  /** Tunes in rounds; returns the best at the end of each budget that was enough for a round. */
  List<Point> byHypergradients() throws InterruptedException {
    RawVector at = new RawVector(start());
    RawVector from = first();
    double spent = 0;
    List<Point> points = new ArrayList<>();
    int round = 0;
    for (int budget : settings.budgets()) {
      while (spent + runs(round) <= budget) {
        long seed = Seeds.of(context.config().seed(), ROUNDS, round);
        RawVector better = round(round, seed, from, at);
        // A round that finds nothing is made again with shorter steps from where it began: all arms
        // begin where training may be chaotic, and hypergradients elsewhere.
        from = better.equals(at) ? from : better;
        at = better;
        spent += runs(round);
        round++;
      }
      if (round > 0) {
        points.add(point(Point.HYPERGRADIENTS, budget, at));
      }
    }
    return points;
  }

  private double runs(int round) {
    ModulesSettings.Hypergradients how = settings.hypergradients();
    return how.checkSeeds()
        + Learning.runs(
            how.iterations(),
            how.seeds(round) * context.runsOfAHypergradient(),
            how.checkSeeds(),
            how.checkEvery());
  }

  /** Returns the better of what a round finds and what it may not be worse than. */
  private RawVector round(int round, long seed, RawVector from, RawVector best)
      throws InterruptedException {
    ModulesSettings.Hypergradients how = settings.hypergradients();
    Learning learning =
        new Learning(
            context.engine(),
            context.strategy(),
            context.runsOfAHypergradient(),
            how.round(round, seed),
            how.metaOptimizer().optimizer());
    try {
      return better(
          best,
          learning.learn(
              "hypergradients, round %d".formatted(1 + round),
              context.progress(),
              problem,
              space.searched().space(),
              from),
          seed);
    } catch (DivergedTrialException e) { // at its beginning; another seed may fare better
      return best;
    }
  }

  /** Returns what a round found, unless another point is better on its seeds. */
  private RawVector better(RawVector other, Learning.Learnt found, long seed)
      throws InterruptedException {
    long[] seeds = Seeds.range(seed, "check", 0, settings.hypergradients().checkSeeds());
    double loss = Outcome.meanLoss(objective().evaluate(List.of(other.toArray()), seeds));
    return found.checkLoss() < loss ? found.raw() : other;
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
            Prepared.of(method, context.config().run(), context.progress()::say),
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
