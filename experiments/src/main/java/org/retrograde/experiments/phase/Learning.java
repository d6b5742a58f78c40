package org.retrograde.experiments.phase;

import org.retrograde.experiments.engine.Progress;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.MeteredObjective;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.TrialObjective;
import org.retrograde.hypergrad.tune.MetaOptimizer;
import org.retrograde.hypergrad.tune.Tuner;
import org.retrograde.hypergrad.tune.TunerIteration;
import org.retrograde.hypergrad.tune.TunerSettings;
import org.retrograde.reports.statistics.Digits;

/**
 * How contestants learn by hypergradients: Adam, one seed an iteration, with a step that falls
 * along a cosine. The start, every fifth iteration and the last are checked, and the best is kept.
 *
 * @param engine runs the trials
 * @param strategy how the states of the way back are found
 * @param runsOfAHypergradient as how many training runs one counts
 * @param hypergradients of one contestant
 * @param step the first one, in raw numbers, such as the logarithm of a rate
 * @param checkSeeds runs of a check
 * @param seed from which all others are derived
 */
public record Learning(
    TrialEngine engine,
    Strategy strategy,
    double runsOfAHypergradient,
    int hypergradients,
    double step,
    int checkSeeds,
    long seed) {

  private static final int CHECK_EVERY = 5;

  /**
   * What was learnt.
   *
   * @param settings without the factors of a width
   * @param hypergradients that it took
   * @param runs training runs that it took, hypergradients and checks
   */
  public record Learnt(RunSettings settings, long hypergradients, double runs) {}

  /**
   * Returns how many hypergradients, with their checks, some training runs are enough for; 0 if not
   * for one.
   */
  public static int within(double runs, double runsOfAHypergradient, int checkSeeds) {
    int hypergradients = 0;
    while (cost(hypergradients + 1, runsOfAHypergradient, checkSeeds) <= runs) {
      hypergradients++;
    }
    return hypergradients;
  }

  private static double cost(int hypergradients, double runsOfAHypergradient, int checkSeeds) {
    int checks = 1 + (hypergradients + CHECK_EVERY - 1) / CHECK_EVERY;
    return hypergradients * runsOfAHypergradient + checks * checkSeeds;
  }

  /**
   * Learns.
   *
   * @param part of the run, for people
   * @param problem at the width that the space is of
   * @param space what is learnt, and from where
   * @throws org.retrograde.hypergrad.trial.DivergedTrialException if the first iteration diverges
   * @throws InterruptedException if the thread is interrupted
   */
  public Learnt learn(String part, Progress progress, Problem problem, HyperparameterSpace space)
      throws InterruptedException {
    MeteredObjective metered =
        new MeteredObjective(new TrialObjective(engine, problem, space, strategy));
    TunerSettings how =
        new TunerSettings(
            hypergradients, 1, checkSeeds, CHECK_EVERY, step, true, Double.POSITIVE_INFINITY, seed);
    progress.begin(part, hypergradients + 1);
    double[] raw =
        new Tuner(how, new MetaOptimizer.Adam(), metered)
            .tune(space.start(), iteration -> progress.step(loss(iteration)))
            .raw()
            .toArray();
    progress.end();
    MeteredObjective.Usage usage = metered.usage();
    return new Learnt(
        space.settings(raw),
        usage.hypergradients(),
        usage.evaluations() + runsOfAHypergradient * usage.hypergradients());
  }

  /** The last iteration has a check alone. */
  private static String loss(TunerIteration iteration) {
    return iteration.lossBySeed().isEmpty() ? "" : Digits.of(iteration.meanLoss());
  }
}
