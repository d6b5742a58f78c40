package org.retrograde.experiments.suite;

import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.MetaObjective;
import org.retrograde.hypergrad.meta.RawVector;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * The final loss of any training problem as a function of raw hyperparameters and a seed.
 *
 * @param space the hyperparameters
 * @param problem makes the runs
 * @param strategy how hypergradients find the states of the way back
 */
public record RunObjective(HyperparameterSpace space, Problem problem, Strategy strategy)
    implements MetaObjective {

  /** Makes a run of a training problem, with an objective of its own. */
  @FunctionalInterface
  public interface Problem {

    /** Returns a run; called from several threads. */
    TrainingRun run(RunSettings settings, long seed);

    /**
     * Trains and differentiates with respect to what {@link #run} takes.
     *
     * @param strategy how the states of the way back are found
     */
    default Hypergradient hypergradient(Strategy strategy, RunSettings settings, long seed) {
      return strategy.differentiate(run(settings, seed));
    }
  }

  @Override
  public Sample differentiate(double[] raw, long seed) {
    Hypergradient result = problem.hypergradient(strategy, space.settings(raw), seed);
    return new Sample(result.finalLoss(), new RawVector(space.pullBack(raw, result.derivative())));
  }

  @Override
  public double evaluate(double[] raw, long seed) {
    try {
      return problem.run(space.settings(raw), seed).train().finalLoss();
    } catch (DivergenceException | CoefficientRangeException e) {
      return Double.POSITIVE_INFINITY;
    }
  }
}
