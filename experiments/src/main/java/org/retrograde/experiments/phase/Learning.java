package org.retrograde.experiments.phase;

import org.retrograde.experiments.engine.Progress;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.MeteredObjective;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.TrialObjective;
import org.retrograde.hypergrad.tune.MetaOptimizer;
import org.retrograde.hypergrad.tune.Tuned;
import org.retrograde.hypergrad.tune.Tuner;
import org.retrograde.hypergrad.tune.TunerIteration;
import org.retrograde.hypergrad.tune.TunerSettings;
import org.retrograde.reports.statistics.Digits;

/**
 * How contestants learn by hypergradients: by a tuner whose cost is counted in training runs.
 *
 * @param engine runs the trials
 * @param strategy how the states of the way back are found
 * @param runsOfAHypergradient as how many training runs one counts
 * @param how to tune
 * @param rule by which a hypergradient becomes a move
 */
public record Learning(
    TrialEngine engine,
    Strategy strategy,
    double runsOfAHypergradient,
    TunerSettings how,
    MetaOptimizer rule) {

  private static final int CHECK_EVERY = 5;

  /**
   * Learns by Adam, one seed an iteration, with a step that falls along a cosine. The start, every
   * fifth iteration and the last are checked, and the best is kept.
   *
   * @param hypergradients of one contestant
   * @param step the first one, in raw numbers, such as the logarithm of a rate
   * @param checkSeeds runs of a check
   * @param seed from which all others are derived
   */
  public Learning(
      TrialEngine engine,
      Strategy strategy,
      double runsOfAHypergradient,
      int hypergradients,
      double step,
      int checkSeeds,
      long seed) {
    this(
        engine,
        strategy,
        runsOfAHypergradient,
        new TunerSettings(
            hypergradients, 1, checkSeeds, CHECK_EVERY, step, true, Double.POSITIVE_INFINITY, seed),
        new MetaOptimizer.Adam());
  }

  /**
   * What was learnt.
   *
   * @param raw hyperparameters
   * @param checkLoss of them
   * @param settings of them, without the factors of a width
   * @param hypergradients that it took
   * @param runs training runs that it took, hypergradients and checks
   */
  public record Learnt(
      RawVector raw, double checkLoss, RunSettings settings, long hypergradients, double runs) {}

  /**
   * Returns how many hypergradients, of one seed an iteration and with their checks, some training
   * runs are enough for; 0 if not for one.
   */
  public static int within(double runs, double runsOfAHypergradient, int checkSeeds) {
    int hypergradients = 0;
    while (runs(hypergradients + 1, runsOfAHypergradient, checkSeeds, CHECK_EVERY) <= runs) {
      hypergradients++;
    }
    return hypergradients;
  }

  /**
   * Returns the training runs of some iterations with their checks.
   *
   * @param runsOfAnIteration without its check
   * @param checkSeeds runs of a check
   * @param checkEvery iterations between two checks
   */
  public static double runs(
      int iterations, double runsOfAnIteration, int checkSeeds, int checkEvery) {
    int checks = 1 + (iterations + checkEvery - 1) / checkEvery;
    return iterations * runsOfAnIteration + checks * checkSeeds;
  }

  /** Learns from where a space begins. */
  public Learnt learn(String part, Progress progress, Problem problem, HyperparameterSpace space)
      throws InterruptedException {
    return learn(part, progress, problem, space, new RawVector(space.start()));
  }

  /**
   * Learns.
   *
   * @param part of the run, for people
   * @param problem at the width that the space is of
   * @param space what is learnt
   * @param from where to begin
   * @throws org.retrograde.hypergrad.trial.DivergedTrialException if the first iteration diverges
   * @throws InterruptedException if the thread is interrupted
   */
  public Learnt learn(
      String part, Progress progress, Problem problem, HyperparameterSpace space, RawVector from)
      throws InterruptedException {
    MeteredObjective metered =
        new MeteredObjective(new TrialObjective(engine, problem, space, strategy));
    progress.begin(part, how.iterations() + 1);
    Tuned tuned =
        new Tuner(how, rule, metered)
            .tune(from.toArray(), iteration -> progress.step(loss(iteration)));
    progress.end();
    MeteredObjective.Usage usage = metered.usage();
    return new Learnt(
        tuned.raw(),
        tuned.checkLoss(),
        space.settings(tuned.raw().toArray()),
        usage.hypergradients(),
        usage.evaluations() + runsOfAHypergradient * usage.hypergradients());
  }

  /** The last iteration has a check alone. */
  private static String loss(TunerIteration iteration) {
    return iteration.lossBySeed().isEmpty() ? "" : Digits.of(iteration.meanLoss());
  }
}
