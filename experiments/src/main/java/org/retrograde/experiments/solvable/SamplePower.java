package org.retrograde.experiments.solvable;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer.Formula;

/**
 * The Power Scheduler: the rate B a n^b after n samples in batches of B, and a line to 0 over the
 * last part of the steps, from the rate where that begins.
 *
 * @param logFactor log a
 * @param exponent b
 * @param decay part of the steps that it falls over, in (0, 1)
 * @see <a href="https://arxiv.org/abs/2408.13359">arXiv 2408.13359</a>, equation 7; without its
 *     largest rate and its warm-up
 */
record SamplePower(double logFactor, double exponent, double decay) {

  private static final int MOST_EVALUATIONS = 2000;

  /**
   * A training run.
   *
   * @param model whose batch is B
   * @param steps T
   */
  record Run(PowerLawModel model, int steps) {

    double loss(double[] rates) {
      return new ExpectedLoss(model).of(rates);
    }
  }

  /** Returns the rates of a run. */
  double[] rates(Run run) {
    return IntStream.range(0, run.steps())
        .mapToDouble(
            t -> {
              double power = Math.exp(logFactor + exponent * logSamples(run, t));
              return run.model().batch() * power * fall(run, t);
            })
        .toArray();
  }

  /** The logarithm of the samples seen by a step, or by the step where the fall begins. */
  private double logSamples(Run run, int step) {
    double reached = Math.min(step + 1, Math.max(1, (1 - decay) * run.steps()));
    return Math.log(run.model().batch() * reached);
  }

  private double fall(Run run, int step) {
    return Math.min(1, (1 - (double) step / run.steps()) / decay);
  }

  /**
   * Fits a and b to runs: the least mean logarithm of their losses, by conjugate gradients on the
   * exact derivative of each, d/d log a = sum_t eta_t dL/d eta_t and d/db = sum_t eta_t log n_t
   * dL/d eta_t. What moves is the rate in the middle of the runs and b, which hardly depend on each
   * other.
   */
  SamplePower fittedTo(List<Run> runs) {
    double middle =
        runs.stream().mapToDouble(run -> logSamples(run, run.steps() / 2)).average().orElse(0);
    double[] point =
        new NonLinearConjugateGradientOptimizer(
                Formula.POLAK_RIBIERE, new SimpleValueChecker(1e-12, 0), 1e-6, 0, 0.1)
            .optimize(
                GoalType.MINIMIZE,
                new MaxEval(MOST_EVALUATIONS),
                new InitialGuess(new double[] {logFactor + exponent * middle, exponent}),
                new ObjectiveFunction(at -> through(middle, at).meanLogLoss(runs)),
                new ObjectiveFunctionGradient(
                    at -> {
                      double[] slope = through(middle, at).slope(runs);
                      return new double[] {slope[0], slope[1] - middle * slope[0]};
                    }))
            .getPoint();
    return through(middle, point);
  }

  private SamplePower through(double middle, double[] point) {
    return new SamplePower(point[0] - point[1] * middle, point[1], decay);
  }

  private double meanLogLoss(List<Run> runs) {
    return runs.stream()
        .mapToDouble(run -> Math.log(run.loss(rates(run))))
        .average()
        .orElse(Double.NaN);
  }

  /** The derivative of the mean logarithm of the losses, with respect to log a and b. */
  double[] slope(List<Run> runs) {
    double[] slope = new double[2];
    for (Run run : runs) {
      double[] rates = rates(run);
      ExpectedLoss.Derivative at = new ExpectedLoss(run.model()).derivative(rates);
      for (int t = 0; t < rates.length; t++) {
        double byLogRate = rates[t] * at.byRate().get(t) / at.loss() / runs.size();
        slope[0] += byLogRate;
        slope[1] += byLogRate * logSamples(run, t);
      }
    }
    return slope;
  }

  /** Returns the ratio of its loss in each run to another one. */
  double[] ratios(List<Run> runs, double[] losses) {
    double[] ratios = new double[losses.length];
    Arrays.setAll(ratios, i -> runs.get(i).loss(rates(runs.get(i))) / losses[i]);
    return ratios;
  }
}
