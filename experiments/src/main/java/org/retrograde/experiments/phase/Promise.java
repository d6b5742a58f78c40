package org.retrograde.experiments.phase;

import java.util.List;
import org.retrograde.hypergrad.hyperparameter.Knot;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * What one step along a hypergradient promises, which says how far from tuned a schedule is: by
 * which part of the final loss a step of steepest descent lowers it, to first order, if it moves K
 * knots of the logarithms of the rates, shared by all groups, by a tenth at most.
 */
public final class Promise {

  /** The most by which a step multiplies or divides a rate, in its logarithm. */
  private static final double STEP = Math.log(1.1);

  private final double[][] rates;
  private final double[] slopes;
  private double loss;

  /**
   * Returns the part of the loss.
   *
   * @param settings that were differentiated, without the factors of a width
   * @param found one a seed
   * @param knots K, at most the steps
   * @return NaN if a run left the numbers
   */
  public static double ofLoss(
      RunSettings settings, List<Outcome<Derivative.Found>> found, int knots) {
    Promise promise = new Promise(settings, knots);
    for (Outcome<Derivative.Found> one : found) {
      Derivative.Found derivative = one.found();
      if (derivative == null) {
        return Double.NaN;
      }
      promise.add(derivative.finalLoss(), derivative.derivative());
    }
    return promise.ofLoss();
  }

  /** Begins with no run of some settings. */
  Promise(RunSettings settings, int knots) {
    rates = settings.coefficients().copyOf(Coefficient.LEARNING_RATE);
    slopes = new double[knots];
  }

  /** Adds a run; the mean over all counts. */
  void add(double finalLoss, RunSettings derivative) {
    double[][] byRates = derivative.coefficients().copyOf(Coefficient.LEARNING_RATE);
    for (int t = 0; t < rates.length; t++) {
      Knot knot = Knot.at(rates.length == 1 ? 0 : (double) t / (rates.length - 1), slopes.length);
      for (int g = 0; g < rates[t].length; g++) {
        double slope = rates[t][g] * byRates[t][g];
        slopes[knot.left()] += (1 - knot.fraction()) * slope;
        slopes[knot.right(slopes.length)] += knot.fraction() * slope;
      }
    }
    loss += finalLoss;
  }

  /** Returns the part of the loss. */
  double ofLoss() {
    double squares = 0;
    double largest = 0;
    for (double slope : slopes) {
      squares += slope * slope;
      largest = Math.max(largest, Math.abs(slope));
    }
    return largest == 0 ? 0 : STEP * squares / largest / loss;
  }
}
