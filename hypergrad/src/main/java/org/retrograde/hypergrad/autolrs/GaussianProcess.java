package org.retrograde.hypergrad.autolrs;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * A Gaussian process on [0, 1] with Mat&eacute;rn's kernel of smoothness 5/2 and variance 1, as far
 * as its posterior deviation goes, which depends on where it was observed and not on what was seen.
 * Its length is fixed, where the one of AutoLRS is fitted to what was seen.
 *
 * @see <a href="http://gaussianprocess.org/gpml/">Rasmussen and Williams (2006)</a>, equations 2.26
 *     and 4.17
 */
final class GaussianProcess {

  /** Variance of an observation: what keeps the Cholesky decomposition in the numbers. */
  private static final double NUGGET = 1e-10;

  /** Places that are compared when the least known one is looked for, less 1. */
  private static final int GRID = 1000;

  private final double length;
  private final List<Double> observed = new ArrayList<>();

  /**
   * Makes a process without observations.
   *
   * @param length at which values are still much alike, above 0
   */
  GaussianProcess(double length) {
    this.length = length;
  }

  /** Observes a place. */
  void observe(double at) {
    observed.add(at);
  }

  /** Returns the posterior deviation of the value somewhere, in [0, 1]. */
  double deviation(double at) {
    return observed.isEmpty() ? 1 : deviation(at, solver());
  }

  /**
   * Returns the place of the largest posterior deviation on a grid of a thousandth, the lowest of
   * equals; never one that was observed.
   */
  double leastKnown() {
    DecompositionSolver solver = solver();
    double best = Double.NaN;
    double most = -1;
    for (int i = 0; i <= GRID; i++) {
      double at = (double) i / GRID;
      if (observed.contains(at)) {
        continue;
      }
      double deviation = deviation(at, solver);
      if (deviation > most) {
        most = deviation;
        best = at;
      }
    }
    return best;
  }

  private DecompositionSolver solver() {
    int n = observed.size();
    RealMatrix covariance = new Array2DRowRealMatrix(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double noise = i == j ? NUGGET : 0;
        covariance.setEntry(i, j, kernel(observed.get(i) - observed.get(j)) + noise);
      }
    }
    return new CholeskyDecomposition(covariance).getSolver();
  }

  private double deviation(double at, DecompositionSolver solver) {
    RealVector to =
        new ArrayRealVector(observed.stream().mapToDouble(from -> kernel(at - from)).toArray());
    return Math.sqrt(Math.max(0, 1 - to.dotProduct(solver.solve(to))));
  }

  private double kernel(double distance) {
    double r = Math.sqrt(5) * Math.abs(distance) / length;
    return (1 + r + r * r / 3) * StrictMath.exp(-r);
  }
}
