package org.retrograde.experiments.oracle;

import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * SGD on h (x - xi)^2 / 2, xi normal around 0 with variance sigma^2, from x_0. With E_t = E x_t^2,
 * a step at rate eta leaves (1 - eta h)^2 E_t + (eta h sigma)^2, so that the best rate of every
 * step, which is the best of the step alone too, and what it leaves are
 *
 * <pre>
 *   eta*_t = 1 / (h (t + 1 + sigma^2 / x_0^2))      E*_t = 1 / (1 / x_0^2 + t / sigma^2)
 * </pre>
 *
 * @param runs independent ones, at least 2
 * @param start x_0, not 0
 * @param noise sigma^2, above 0
 * @param curvature h, above 0
 */
record NoisyQuadratic(int runs, double start, double noise, double curvature) {

  private static final double TOLERANCE = 1e-10;
  private static final int MOST_EVALUATIONS = 500;

  /** Returns the best rate of a step. */
  double bestRate(int step) {
    return 1 / (curvature * (step + 1 + noise / (start * start)));
  }

  /** Returns E x^2 after some steps at the best rates. */
  double bestSquare(int steps) {
    return 1 / (1 / (start * start) + steps / noise);
  }

  /** Returns E x^2 after some steps at one rate. */
  double squareAt(double rate, int steps) {
    double move = rate * curvature;
    double square = start * start;
    for (int t = 0; t < steps; t++) {
      square = (1 - move) * (1 - move) * square + move * move * noise;
    }
    return square;
  }

  /** Returns the rate that is best for some steps of one rate. */
  double bestConstant(int steps) {
    double log =
        new BrentOptimizer(TOLERANCE, TOLERANCE)
            .optimize(
                GoalType.MINIMIZE,
                new MaxEval(MOST_EVALUATIONS),
                new UnivariateObjectiveFunction(x -> squareAt(Math.exp(x) / curvature, steps)),
                new SearchInterval(-Math.log(steps) - 5, 0, -Math.log(steps + 1.0)))
            .getPoint();
    return Math.exp(log) / curvature;
  }
}
