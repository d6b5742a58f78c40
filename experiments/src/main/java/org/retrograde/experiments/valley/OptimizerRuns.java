package org.retrograde.experiments.valley;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.HyperparameterConfig;
import org.retrograde.experiments.phase.Compared;
import org.retrograde.experiments.phase.Learning;
import org.retrograde.experiments.phase.Promise;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.StrategyPlan;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.hyperparameter.Tunable;
import org.retrograde.hypergrad.hyperparameter.Tunables;
import org.retrograde.hypergrad.hyperparameter.TunedCoefficient;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.schedule.Schedules;
import org.retrograde.hypergrad.search.Candidate;
import org.retrograde.hypergrad.search.RandomSearch;
import org.retrograde.hypergrad.search.Search;
import org.retrograde.hypergrad.search.SearchSettings;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.trajectory.DivergenceException;

/** Trains with one optimizer on one problem: untuned, at the best of draws, and learnt. */
final class OptimizerRuns {

  static final String UNSEEN = "valley judge";

  /** Hypergradients whose mean says what a step along it promises. */
  private static final int PROMISED_BY = 2;

  private final RunContext context;
  private final ValleySettings settings;
  private final TrainingProblem problem;
  private final ValleySettings.Rival rival;
  private final String name;
  private final ArmConfig untuned;

  /**
   * Begins.
   *
   * @param problem with the optimizer
   * @param name of both, for people
   */
  OptimizerRuns(
      RunContext context,
      ValleySettings settings,
      TrainingProblem problem,
      ValleySettings.Rival rival,
      String name) {
    this.context = context;
    this.settings = settings;
    this.problem = problem;
    this.rival = rival;
    this.name = name;
    this.untuned = problem.config().startingArm();
  }

  /**
   * Numbers that were chosen.
   *
   * @param schedule name of it
   * @param budget draws that they were chosen from
   * @param words what was chosen
   * @param settings of its runs; empty if every draw left the numbers
   */
  private record Choice(
      String schedule, int budget, String words, Optional<RunSettings> settings) {}

  List<Cell> cells() throws InterruptedException {
    List<Choice> choices = new ArrayList<>();
    Optional<RunSettings> start = Optional.empty();
    context.progress().begin(name + ": draws", settings.schedules().size() * settings.draws());
    for (Map.Entry<String, Schedule> schedule : settings.schedules().entrySet()) {
      List<Choice> some = drawn(schedule.getKey(), schedule.getValue());
      if (choices.isEmpty()) {
        start = some.get(1).settings();
      }
      choices.addAll(some);
    }
    context.progress().end();
    Optional<StrategyPlan> plan =
        Stream.concat(start.stream(), choices.get(0).settings().stream())
            .flatMap(settings -> plan(settings).stream())
            .findFirst();
    if (start.isPresent() && plan.isPresent()) {
      choices.addAll(learnt(start.orElseThrow(), plan.orElseThrow()));
    }
    return judged(choices, plan);
  }

  /** Returns how hypergradients are made; empty if a run leaves the numbers. */
  private Optional<StrategyPlan> plan(RunSettings settings) {
    try {
      return Optional.of(StrategyPlan.of(problem, settings));
    } catch (DivergenceException e) {
      return Optional.empty();
    }
  }

  /** Returns the defaults under a schedule, and the best of each budget. */
  private List<Choice> drawn(String word, Schedule schedule) throws InterruptedException {
    List<Choice> choices = new ArrayList<>();
    RunSettings defaults =
        Hyperparameters.settings(
            problem,
            new ArmConfig(schedule, untuned.learningRate(), untuned.momentum(), "untuned"));
    choices.add(new Choice(word, 0, "untuned", Optional.of(defaults)));
    SearchSpace space = space(schedule);
    List<Candidate> tried = new ArrayList<>();
    new Search(
            new SearchSettings(1 + settings.draws(), 1, context.config().seed()),
            space.searched().objective(context.engine(), problem))
        .run(
            new RandomSearch(),
            space.box(),
            space.start().stream().mapToDouble(x -> x).toArray(),
            trial -> {
              tried.add(trial);
              if (tried.size() > 1) {
                context.progress().step(String.format(Locale.ROOT, "%s %.4f", word, trial.loss()));
              }
            });
    Map<Candidate, RunSettings> once = new LinkedHashMap<>();
    for (int budget : settings.budgets()) {
      Optional<Candidate> best =
          tried.subList(1, 1 + budget).stream() // the first is the start, which is no draw
              .filter(trial -> Double.isFinite(trial.loss()))
              .min(Comparator.comparingDouble(Candidate::loss));
      choices.add(
          new Choice(
              word,
              budget,
              best.map(trial -> space.words(trial.raw().toArray())).orElse("every draw diverged"),
              best.map(
                  trial ->
                      once.computeIfAbsent(
                          trial, one -> space.searched().space().settings(one.raw().toArray())))));
    }
    return choices;
  }

  private SearchSpace space(Schedule schedule) {
    List<HyperparameterConfig> drawn = new ArrayList<>();
    rival
        .tuned()
        .forEach(
            (word, bounds) -> {
              Tunable tunable = Tunables.ALL.get(word);
              boolean isRate = tunable.equals(TunedCoefficient.LEARNING_RATE);
              drawn.add(
                  new HyperparameterConfig(
                      tunable,
                      1,
                      Per.ALL,
                      isRate ? untuned.learningRate() : bounds.get(0),
                      isRate ? schedule : Schedules.FLAT,
                      List.of(),
                      bounds));
            });
    return SearchSpace.of(problem, untuned, drawn);
  }

  /** Returns schedules of knots, one shared and one for each parameter group. */
  private List<Choice> learnt(RunSettings start, StrategyPlan plan) throws InterruptedException {
    int hypergradients =
        Learning.within(
            settings.runsOfLearning(), plan.runsOfAHypergradient(), settings.checkSeeds());
    if (hypergradients == 0) {
      return List.of();
    }
    Learning learning =
        new Learning(
            context.engine(),
            plan.chosen(),
            plan.runsOfAHypergradient(),
            hypergradients,
            settings.step(),
            settings.checkSeeds(),
            context.config().seed());
    List<Choice> choices = new ArrayList<>();
    for (Per per : List.of(Per.ALL, Per.GROUP)) {
      String word = per == Per.ALL ? ValleyStudy.SHARED : ValleyStudy.OF_GROUPS;
      try {
        Learning.Learnt found =
            learning.learn(
                "%s: learn %s".formatted(name, word),
                context.progress(),
                problem,
                new HyperparameterSpace(start, knots(per).hyperparameters()));
        choices.add(
            new Choice(
                word,
                settings.draws(),
                "%d draws, %d hypergradients"
                    .formatted(settings.budgets().get(0), found.hypergradients()),
                Optional.of(found.settings())));
      } catch (DivergedTrialException e) {
        choices.add(new Choice(word, settings.draws(), "diverged", Optional.empty()));
      }
    }
    return choices;
  }

  private HyperparameterSpace knots(Per per) {
    return Hyperparameters.space(
        problem,
        untuned,
        List.of(
            new HyperparameterConfig(
                TunedCoefficient.LEARNING_RATE,
                settings.knots(),
                per,
                null,
                Schedules.FLAT,
                List.of(),
                null)));
  }

  private List<Cell> judged(List<Choice> choices, Optional<StrategyPlan> plan)
      throws InterruptedException {
    List<Long> seeds = context.config().seeds(UNSEEN, settings.judgeSeeds());
    List<RunSettings> runs =
        choices.stream().flatMap(choice -> choice.settings().stream()).distinct().toList();
    Scores want = Compared.want(problem);
    List<List<Double>> losses =
        context.runRows(name + ": judge", onSeeds(runs, seeds, want), (row, outcome) -> "").stream()
            .map(
                row ->
                    row.stream()
                        .map(outcome -> Compared.of(problem, outcome).test().loss())
                        .toList())
            .toList();
    List<Double> promises =
        plan.isPresent()
            ? promises(runs, plan.orElseThrow())
            : Collections.nCopies(runs.size(), Double.NaN);
    List<Cell> cells = new ArrayList<>();
    for (Choice choice : choices) {
      int at = choice.settings().map(runs::indexOf).orElse(-1);
      cells.add(
          new Cell(
              choice.schedule(),
              choice.budget(),
              choice.words(),
              at < 0 ? Collections.nCopies(seeds.size(), Double.POSITIVE_INFINITY) : losses.get(at),
              at < 0 ? Double.NaN : promises.get(at)));
    }
    return cells;
  }

  private List<Double> promises(List<RunSettings> runs, StrategyPlan plan)
      throws InterruptedException {
    List<Long> seeds = context.config().seeds(UNSEEN, Math.min(PROMISED_BY, settings.judgeSeeds()));
    Derivative byRates = new Derivative(plan.chosen());
    List<List<Outcome<Derivative.Found>>> found =
        context.runRows(
            name + ": hypergradients", onSeeds(runs, seeds, byRates), (row, outcome) -> "");
    return IntStream.range(0, runs.size())
        .mapToObj(i -> Promise.ofLoss(runs.get(i), found.get(i), settings.knots()))
        .toList();
  }

  private <R> List<List<Trial<R>>> onSeeds(List<RunSettings> runs, List<Long> seeds, Want<R> want) {
    return runs.stream().map(run -> Trial.onSeeds(problem, run, seeds, want)).toList();
  }
}
