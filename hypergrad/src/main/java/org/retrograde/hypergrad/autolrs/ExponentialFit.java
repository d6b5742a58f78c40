package org.retrograde.hypergrad.autolrs;

import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimplePointChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * The curve y = a exp(-k x) + c of least squares, k = e^b: a and c by a line, inside a simplex
 * search for b that begins at 0, where the curve falls within the length of the window. Written as
 * level + slope (1 - exp(-k x)) / k, it goes over into a line where k goes to 0.
 *
 * @param k how fast it levels off, above 0
 * @param level at x = 0
 * @param slope there
 * @see <a href="https://arxiv.org/abs/2105.10762">Jin et al. (2021)</a>, section 4.2
 */
record ExponentialFit(double k, double level, double slope) {

  private static final double SIDE = 0.5;
  private static final double TOLERANCE = 1e-8;
  private static final int MOST_EVALUATIONS = 10_000;

  /** Beyond these b, curves are lines or steps. */
  private static final double SLOWEST = -15;

  private static final double FASTEST = 6;

  /** Fits the curve to a window of at least 2 losses. */
  static ExponentialFit of(LossWindow window) {
    double best =
        new SimplexOptimizer(new SimplePointChecker<>(TOLERANCE, TOLERANCE))
            .optimize(
                GoalType.MINIMIZE,
                new MaxEval(MOST_EVALUATIONS),
                new InitialGuess(new double[1]),
                new ObjectiveFunction(b -> regression(speed(b[0]), window).getSumSquaredErrors()),
                new NelderMeadSimplex(1, SIDE))
            .getPoint()[0];
    double k = speed(best);
    SimpleRegression line = regression(k, window);
    return new ExponentialFit(k, line.getIntercept(), line.getSlope());
  }

  /** Returns the curve's value. */
  double at(double x) {
    return level + slope * rise(k, x);
  }

  private static double speed(double b) {
    return Math.exp(Math.max(SLOWEST, Math.min(FASTEST, b)));
  }

  private static double rise(double k, double x) {
    return -Math.expm1(-k * x) / k;
  }

  private static SimpleRegression regression(double k, LossWindow window) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < window.size(); i++) {
      line.addData(rise(k, window.at(i)), window.loss(i));
    }
    return line;
  }
}
