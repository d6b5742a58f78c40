package org.retrograde.experiments.law;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * The derivative of a final loss with respect to the logarithm of a factor on all learning rates of
 * a step.
 *
 * @param strategy how the states of the way back are found
 */
record RateDerivative(Strategy strategy) implements Want<RateDerivative.Found> {

  /**
   * The derivative.
   *
   * @param byLog by step
   */
  record Found(List<Double> byLog) {

    /** Copies the list. */
    Found {
      byLog = List.copyOf(byLog);
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    RunSettings derivative =
        new Derivative(strategy).of(problem, settings, width, seed).derivative();
    List<Double> byLog = new ArrayList<>();
    for (int t = 0; t < settings.coefficients().steps(); t++) {
      double sum = 0;
      for (int g = 0; g < settings.initLogScale().length; g++) {
        sum +=
            settings.coefficients().get(Coefficient.LEARNING_RATE, t, g)
                * derivative.coefficients().get(Coefficient.LEARNING_RATE, t, g);
      }
      byLog.add(sum);
    }
    return new Found(byLog);
  }
}
