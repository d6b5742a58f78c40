package org.retrograde.experiments.phase;

import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * The derivative of a final loss with respect to the logarithm of a factor on all learning rates.
 *
 * @param strategy how the states of the way back are found
 */
record AlongRates(Strategy strategy) implements Want<AlongRates.Found> {

  /**
   * What is found.
   *
   * @param finalLoss of the run
   * @param derivative of it
   * @param adjointNorm norm of the derivative with respect to the weights at the start
   */
  record Found(double finalLoss, double derivative, double adjointNorm) {}

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    Derivative.Found found = new Derivative(strategy).of(problem, settings, width, seed);
    return new Found(
        found.finalLoss(),
        along(settings.coefficients(), found.derivative().coefficients()),
        found.adjointNorms().get(0));
  }

  private static double along(CoefficientTable rates, CoefficientTable derivative) {
    double sum = 0;
    for (int t = 0; t < rates.steps(); t++) {
      for (int g = 0; g < rates.groups(); g++) {
        sum +=
            rates.get(Coefficient.LEARNING_RATE, t, g)
                * derivative.get(Coefficient.LEARNING_RATE, t, g);
      }
    }
    return sum;
  }
}
