package org.retrograde.hypergrad.search;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Evolution with a full adapted covariance matrix, by Commons Math: a normal distribution draws 4 +
 * 3 ln n points a generation and moves toward the better half of them. It begins with a standard
 * deviation of a fifth of the box.
 *
 * <p>The matrix has n (n + 1) / 2 numbers to learn and is decomposed in O(n^3), so it is for up to
 * some hundred raw numbers; {@link DiagonalCmaEs} is for more.
 *
 * @see <a href="https://arxiv.org/abs/1604.00772">Hansen (2016)</a>
 */
public record CmaEs() implements Searcher {

  /** In the unit cube. */
  static final double FIRST_DEVIATION = 0.2;

  @Override
  public String word() {
    return "cma-es";
  }

  @Override
  public String meaning() {
    return "evolution with a full covariance matrix, for up to some hundred numbers";
  }

  @Override
  public void search(Trials trials) throws InterruptedException {
    RandomGenerator random = trials.random(word());
    trials.evaluate(List.of(trials.start()));
    new Restarts(trials, random, (start, loss) -> minimize(start, loss, random)).run();
  }

  /** Returns the usual number of points of a generation. */
  static int population(int size) {
    return 4 + (int) (3 * Math.log(size));
  }

  private static void minimize(double[] start, MultivariateFunction loss, RandomGenerator random) {
    int size = start.length;
    new CMAESOptimizer(Integer.MAX_VALUE, 0, true, 0, 0, random, false, null)
        .optimize(
            new ObjectiveFunction(loss),
            GoalType.MINIMIZE,
            new InitialGuess(start),
            new SimpleBounds(filled(size, 0), filled(size, 1)),
            new CMAESOptimizer.Sigma(filled(size, FIRST_DEVIATION)),
            new CMAESOptimizer.PopulationSize(population(size)),
            MaxEval.unlimited());
  }

  private static double[] filled(int size, double value) {
    double[] array = new double[size];
    Arrays.fill(array, value);
    return array;
  }
}
