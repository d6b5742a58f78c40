package org.retrograde.experiments.outside;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.outside.Greeting.Coordinate;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.StrategyPlan;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * Answers with the losses that section {@code search} minimizes, on its seeds, and with their
 * hypergradients.
 */
final class ExperimentDesk implements Desk {

  private final TrainingProblem problem;
  private final TrialEngine engine;
  private final SearchSpace space;
  private final Greeting greeting;
  private final @Nullable StrategyPlan plan;
  private double runs;

  /**
   * Opens one.
   *
   * @param space what may be asked for
   * @param seeds of a trial whose ask names no number of them
   */
  ExperimentDesk(TrainingProblem problem, TrialEngine engine, SearchSpace space, int seeds) {
    this.problem = problem;
    this.engine = engine;
    this.space = space;
    StrategyPlan found = null;
    String noGradient = null;
    if (!space.searched().settings().isEmpty()) {
      noGradient = "numbers of the architecture are searched, which have no derivative";
    } else {
      try {
        found = StrategyPlan.of(problem, space.searched().space().base());
      } catch (DivergenceException e) {
        noGradient = "the run at the start diverges, so its cost is not known: " + e.getMessage();
      }
    }
    this.plan = found;
    this.greeting =
        new Greeting(
            problem.config().name(),
            Greeting.numbers(space),
            seeds,
            found == null ? null : found.runsOfAHypergradient(),
            noGradient);
  }

  @Override
  public Greeting greeting() {
    return greeting;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public List<Answer> answer(List<Ask> asks) throws InterruptedException {
    IdentityHashMap<Ask, List<SeedRun>> found = new IdentityHashMap<>();
    run(asks, false, new FinalLoss(), (ask, outcome) -> SeedRun.of(outcome), found);
    if (plan != null) {
      run(asks, true, new Derivative(plan.chosen()), this::differentiated, found);
    }
    List<Answer> answers = new ArrayList<>();
    for (Ask ask : asks) {
      answers.add(answer(ask, Objects.requireNonNull(found.get(ask))));
    }
    return answers;
  }

  private SeedRun differentiated(Ask ask, Outcome<Derivative.Found> outcome) {
    Derivative.Found found = outcome.found();
    return SeedRun.of(
        outcome.with(Derivative.Found::finalLoss),
        found == null
            ? null
            : new RawVector(
                space.searched().space().pullBack(ask.raw().toArray(), found.derivative())));
  }

  /** Runs those asks that want, or do not want, gradients. */
  private <R> void run(
      List<Ask> asks,
      boolean gradient,
      Want<R> want,
      BiFunction<Ask, Outcome<R>, SeedRun> read,
      IdentityHashMap<Ask, List<SeedRun>> into)
      throws InterruptedException {
    List<Ask> those = asks.stream().filter(ask -> ask.gradient() == gradient).toList();
    List<Trial<R>> trials = new ArrayList<>();
    for (Ask ask : those) {
      long[] seeds = Seeds.range(problem.config().seed(), "search", ask.firstSeed(), ask.seeds());
      trials.addAll(space.searched().trials(problem, ask.raw().toArray(), seeds, want));
    }
    Iterator<Outcome<R>> outcomes = engine.run(trials).iterator();
    for (Ask ask : those) {
      List<SeedRun> runsOfAsk = new ArrayList<>();
      for (int i = 0; i < ask.seeds(); i++) {
        runsOfAsk.add(read.apply(ask, outcomes.next()));
      }
      into.put(ask, runsOfAsk);
    }
  }

  private Answer answer(Ask ask, List<SeedRun> found) {
    double spent =
        found.size() * (plan != null && ask.gradient() ? plan.runsOfAHypergradient() : 1);
    runs += spent;
    List<@Nullable Double> losses = new ArrayList<>();
    List<@Nullable List<Double>> gradients = new ArrayList<>();
    for (SeedRun run : found) {
      losses.add(run.loss());
      gradients.add(run.gradient());
    }
    return new Answer.Found(
        ask.id(),
        SeedRun.meanLoss(found),
        losses,
        ask.gradient() ? SeedRun.meanGradient(found) : null,
        ask.gradient() ? gradients : null,
        found.stream().map(SeedRun::trouble).flatMap(Stream::ofNullable).findFirst().orElse(null),
        outside(ask),
        new Answer.Cost(spent, found.stream().mapToDouble(SeedRun::seconds).sum(), runs));
  }

  /** Returns the numbers that are outside of their bounds; null if none is. */
  private @Nullable List<String> outside(Ask ask) {
    double[] raw = ask.raw().toArray();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < raw.length; i++) {
      Coordinate number = greeting.numbers().get(i);
      if (!number.raw().contains(raw[i])) {
        names.add(number.name());
      }
    }
    return names.isEmpty() ? null : names;
  }
}
