package org.retrograde.experiments.suite;

import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.meta.MetaObjective;
import org.retrograde.hypergrad.meta.RawVector;
import org.retrograde.reversible.optimizer.CoefficientRangeException;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * The final loss of a config's network as a function of raw hyperparameters and a seed.
 *
 * @param bench the problem
 * @param space the hyperparameters
 * @param strategy how hypergradients find the states of the way back
 */
public record TuningObjective(Workbench bench, HyperparameterSpace space, Strategy strategy)
    implements MetaObjective {

  @Override
  public Sample differentiate(double[] raw, long seed) {
    Hypergradient result = hypergradient(space.settings(raw), width(), seed);
    return new Sample(result.finalLoss(), new RawVector(space.pullBack(raw, result.derivative())));
  }

  /**
   * Returns the derivative of one run with respect to tuned settings, width factors pulled back.
   *
   * @param width of the hidden layers
   */
  public Hypergradient hypergradient(RunSettings tuned, int width, long seed) {
    Hypergradient effective = strategy.differentiate(bench.run(width, seed, tuned).run());
    return new Hypergradient(
        effective.finalLoss(),
        effective.trainingLosses(),
        bench.scaling(width).pullBack(effective.derivative()),
        effective.start(),
        effective.adjointNorms(),
        effective.reversal());
  }

  @Override
  public double evaluate(double[] raw, long seed) {
    try {
      return bench.run(width(), seed, space.settings(raw)).run().train().finalLoss();
    } catch (DivergenceException | CoefficientRangeException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private int width() {
    return bench.config().model().width();
  }
}
