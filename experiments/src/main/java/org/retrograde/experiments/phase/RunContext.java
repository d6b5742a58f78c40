package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.engine.RunLog;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.StrategyPlan;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.experiments.recipe.RecipeFile;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.recipe.Recipe;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.record.Results;
import org.retrograde.reports.record.Studies;
import org.retrograde.reports.record.Study;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * What the phases of an experiment share: the problem, who runs their trials, where findings go,
 * and what tuning has left for those after it.
 */
@API(status = Status.MAINTAINED)
public final class RunContext {

  private final TrainingProblem problem;
  private final TrialEngine engine;
  private final RunLog log;
  private @Nullable StrategyPlan plan;
  private @Nullable RunSettings start;
  private @Nullable RunSettings tuned;
  private @Nullable Descent descent;

  /**
   * Begins a run in which nothing was found yet.
   *
   * @param log takes findings, and knows who is told how far the run is
   */
  @API(status = Status.INTERNAL)
  public RunContext(TrainingProblem problem, TrialEngine engine, RunLog log) {
    this.problem = problem;
    this.engine = engine;
    this.log = log;
  }

  /** Returns the config. */
  public ExperimentConfig config() {
    return problem.config();
  }

  /** Returns what is trained. */
  public TrainingProblem problem() {
    return problem;
  }

  /** Returns who runs trials. */
  public TrialEngine engine() {
    return engine;
  }

  /**
   * What to show of a trial that is done.
   *
   * @param <R> what it finds
   */
  @FunctionalInterface
  public interface Shown<R> {

    /** Returns some words, or none. */
    String of(int index, Outcome<R> outcome);
  }

  /**
   * Runs trials as one part of the run, and shows how far it is.
   *
   * @param part for people
   * @param words what to show of a trial that is done
   * @return the outcomes, in the order of the trials
   * @throws InterruptedException if the thread is interrupted
   */
  public <R> List<Outcome<R>> run(String part, List<Trial<R>> trials, Shown<R> words)
      throws InterruptedException {
    progress().begin(part, trials.size());
    List<Outcome<R>> outcomes =
        engine.run(trials, (index, outcome) -> progress().step(words.of(index, outcome)));
    progress().end();
    return outcomes;
  }

  /**
   * Runs rows of trials, such as those of one setting on several seeds, as one part of the run.
   *
   * @param part for people
   * @param words what to show of a trial that is done, by its row
   * @return the outcomes, row by row
   * @throws InterruptedException if the thread is interrupted
   */
  public <R> List<List<Outcome<R>>> runRows(String part, List<List<Trial<R>>> rows, Shown<R> words)
      throws InterruptedException {
    List<Integer> rowOf = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      rowOf.addAll(Collections.nCopies(rows.get(row).size(), row));
    }
    List<Outcome<R>> all =
        run(
            part,
            rows.stream().flatMap(List::stream).toList(),
            (index, outcome) -> words.of(rowOf.get(index), outcome));
    List<List<Outcome<R>>> found = new ArrayList<>();
    int from = 0;
    for (List<Trial<R>> row : rows) {
      found.add(all.subList(from, from + row.size()));
      from += row.size();
    }
    return found;
  }

  /** Returns how hypergradients are made; it is measured once, when a phase first asks. */
  StrategyPlan plan() {
    if (plan == null) {
      plan = log.kept("plan", StrategyPlan.class, () -> StrategyPlan.of(problem));
    }
    return plan;
  }

  /** Returns how hypergradients are made: as the config says, or as was planned for its memory. */
  public Strategy strategy() {
    return plan().chosen();
  }

  /** Returns as how many training runs a hypergradient made so counts. */
  public double runsOfAHypergradient() {
    return plan().runsOfAHypergradient();
  }

  /** Returns the settings before tuning, without the factors of a width. */
  public RunSettings start() {
    if (start == null) {
      start = Hyperparameters.settings(problem, config().startingArm());
    }
    return start;
  }

  /** Returns the tuned settings, without the factors of a width; null if nothing was tuned. */
  public @Nullable RunSettings tuned() {
    return tuned;
  }

  /** Returns what tuning found and spent; null if nothing was tuned. */
  @Nullable Descent descent() {
    return descent;
  }

  void tuned(RunSettings from, RunSettings to, Descent by) {
    start = from;
    tuned = to;
    descent = by;
  }

  RunLog log() {
    return log;
  }

  /**
   * Writes the recipe of what was tuned so far, in place of one before.
   *
   * @param of whose config it keeps
   * @param space that was tuned
   * @param raw numbers of it. Not modified.
   * @param lossParameters names of those that were tuned
   */
  public void writeRecipe(
      TrainingProblem of, HyperparameterSpace space, double[] raw, Set<String> lossParameters) {
    Recipe recipe =
        Recipe.of(
            of.groups().stream().map(ParameterGroup::name).toList(),
            of.modules(),
            Hyperparameters.courses(of, space),
            raw,
            lossParameters);
    log.writeRecipe(RecipeFile.toJson(of.config(), recipe, of.dataHashes()));
  }

  /** Returns who is told how far the run is. */
  public Progress progress() {
    return log.progress();
  }

  /** Returns what was found so far. */
  public Results results() {
    return log.results();
  }

  /** Adds a study to the results, in place of one of its name, and writes them. */
  public void add(Study study) {
    update(results -> results.with(new Studies(results.all(Studies.class)).plus(study)));
  }

  /** Changes the results and writes them, so that an interrupted run keeps what it had. */
  public void update(UnaryOperator<Results> change) {
    log.update(change);
  }
}
