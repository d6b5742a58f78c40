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
 * Evolution with an adapted covariance matrix, by Commons Math: a normal distribution draws 4 + 3
 * ln n points a generation and moves toward the better half of them. It begins with a standard
 * deviation of a fifth of the box, which is where it differs from random search.
 *
 * <p>The full matrix learns n (n + 1) / 2 numbers and is decomposed in O(n^3), so it is for up to
 * some hundred raw numbers. The diagonal one learns n, in O(n) a point; Commons Math still
 * multiplies two n x n matrices once at the start, some seconds at n = 1600.
 *
 * @param diagonal whether the covariance matrix stays diagonal
 * @see <a href="https://arxiv.org/abs/1604.00772">Hansen (2016)</a>; for the diagonal one <a
 *     href="https://doi.org/10.1007/978-3-540-87700-4_30">Ros and Hansen (2008)</a>
 */
public record CmaEs(boolean diagonal) implements Searcher {

  private static final double DEVIATION = 0.2;

  @Override
  public String label() {
    return diagonal ? "cma-es-diagonal" : "cma-es";
  }

  @Override
  public void search(Trials trials) throws InterruptedException {
    RandomGenerator random = trials.random(label());
    trials.evaluate(List.of(trials.start()));
    new Restarts(trials, random, (start, loss) -> minimize(start, loss, random)).run();
  }

  private void minimize(double[] start, MultivariateFunction loss, RandomGenerator random) {
    int size = start.length;
    int population = 4 + (int) (3 * Math.log(size));
    new CMAESOptimizer(Integer.MAX_VALUE, 0, true, diagonal ? 1 : 0, 0, random, false, null)
        .optimize(
            new ObjectiveFunction(loss),
            GoalType.MINIMIZE,
            new InitialGuess(start),
            new SimpleBounds(filled(size, 0), filled(size, 1)),
            new CMAESOptimizer.Sigma(filled(size, DEVIATION)),
            new CMAESOptimizer.PopulationSize(population),
            MaxEval.unlimited());
  }

  private static double[] filled(int size, double value) {
    double[] array = new double[size];
    Arrays.fill(array, value);
    return array;
  }
}
