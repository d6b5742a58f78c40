package org.retrograde.experiments.solvable;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer.Formula;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.hypergrad.schedule.Linear;

/**
 * The schedule of least expected loss, each step's rate free: what any other is held against.
 *
 * <p>Found by nonlinear conjugate gradients on the logarithms of the rates, from the best line to
 * 0. With 400 steps and 200 modes, some 30 iterations and a second.
 *
 * @param rates eta, [step]
 * @param loss the excess loss that they leave
 */
record OptimalSchedule(List<Double> rates, double loss) {

  private static final int MOST_EVALUATIONS = 100_000;

  /** Where the logarithm of the loss stands still to its last digits. */
  private static final double STANDSTILL = 1e-15;

  private static final double LINE_TOLERANCE = 1e-6;

  /** Copies the list. */
  public OptimalSchedule {
    rates = List.copyOf(rates);
  }

  /**
   * Finds it.
   *
   * @param steps T, at least 1
   */
  public static OptimalSchedule of(RateLoss loss, int steps) {
    double[] start = BestPeak.of(loss, new Linear(), steps).rates();
    double[] logs =
        new NonLinearConjugateGradientOptimizer(
                Formula.POLAK_RIBIERE, new SimpleValueChecker(STANDSTILL, 0), LINE_TOLERANCE, 0, 1)
            .optimize(
                GoalType.MINIMIZE,
                new MaxEval(MOST_EVALUATIONS),
                new InitialGuess(Arrays.stream(start).map(Math::log).toArray()),
                new ObjectiveFunction(point -> Math.log(loss.loss(exp(point)))),
                new ObjectiveFunctionGradient(point -> slope(loss, exp(point))))
            .getPoint();
    double[] rates = exp(logs);
    return new OptimalSchedule(Arrays.stream(rates).boxed().toList(), loss.loss(rates));
  }

  private static double[] exp(double[] logs) {
    return Arrays.stream(logs).map(Math::exp).toArray();
  }

  /** The derivative of the loss's logarithm with respect to those of the rates. */
  private static double[] slope(RateLoss loss, double[] rates) {
    double[] byRate = loss.gradient(rates);
    double value = loss.loss(rates);
    double[] slope = new double[rates.length];
    Arrays.setAll(slope, t -> byRate[t] * rates[t] / value);
    return slope;
  }
}
