package org.retrograde.experiments.phase;

import java.util.LinkedHashMap;
import java.util.Map;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * The derivative of a final loss with respect to what every step reads, and nothing else, so that
 * those of many seeds fit into memory.
 *
 * @param strategy how the states of the way back are found
 */
record CoefficientDerivative(Strategy strategy) implements Want<CoefficientDerivative.Found> {

  /**
   * What is found.
   *
   * @param byWord the derivative by each coefficient, [step][group]
   */
  record Found(Map<String, double[][]> byWord) {

    double at(Coefficient coefficient, int step, int group) {
      double[][] rows = byWord.get(coefficient.word());
      return rows == null ? 0 : rows[step][group];
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    CoefficientTable derivative =
        new Derivative(strategy).of(problem, settings, width, seed).derivative().coefficients();
    Map<String, double[][]> byWord = new LinkedHashMap<>();
    for (Coefficient coefficient : derivative.coefficients()) {
      byWord.put(coefficient.word(), derivative.copyOf(coefficient));
    }
    return new Found(byWord);
  }
}
