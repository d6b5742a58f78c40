package org.retrograde.experiments.valley;

import java.util.List;
import org.retrograde.hypergrad.hyperparameter.Knot;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.reversible.optimizer.Coefficient;

/** What one step along a hypergradient promises: how far from tuned a schedule is. */
final class Promise {

  /** The most by which a step multiplies or divides a rate, in its logarithm. */
  private static final double STEP = Math.log(1.1);

  private Promise() {}

  /**
   * Returns by which part of the final loss a step of steepest descent lowers it, to first order,
   * if it moves K knots of the logarithms of the rates, shared by all groups, by a tenth at most.
   *
   * @param settings that were differentiated
   * @param found one a seed; the mean counts
   * @param knots K
   * @return NaN if a run left the numbers
   */
  static double of(RunSettings settings, List<Outcome<Derivative.Found>> found, int knots) {
    double[] slopes = new double[knots];
    double loss = 0;
    for (Outcome<Derivative.Found> one : found) {
      Derivative.Found derivative = one.found();
      if (derivative == null) {
        return Double.NaN;
      }
      loss += derivative.finalLoss();
      add(slopes, settings, derivative.derivative());
    }
    double squares = 0;
    double largest = 0;
    for (double slope : slopes) {
      squares += slope * slope;
      largest = Math.max(largest, Math.abs(slope));
    }
    return largest == 0 ? 0 : STEP * squares / largest / loss;
  }

  /** Adds the derivatives by the logarithms of the rates at each knot, lines between them. */
  private static void add(double[] slopes, RunSettings settings, RunSettings derivative) {
    double[][] rates = settings.coefficients().copyOf(Coefficient.LEARNING_RATE);
    double[][] byRates = derivative.coefficients().copyOf(Coefficient.LEARNING_RATE);
    for (int t = 0; t < rates.length; t++) {
      Knot knot = Knot.at(rates.length == 1 ? 0 : (double) t / (rates.length - 1), slopes.length);
      for (int g = 0; g < rates[t].length; g++) {
        double slope = rates[t][g] * byRates[t][g];
        slopes[knot.left()] += (1 - knot.fraction()) * slope;
        slopes[knot.right(slopes.length)] += knot.fraction() * slope;
      }
    }
  }
}
