package org.retrograde.experiments.solvable;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.solvers.BisectionSolver;
import org.retrograde.experiments.law.RateLoss;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * The spherical p = 2 spin glass: the largest eigenvalue of a random symmetric matrix, sought on a
 * sphere by noisy gradient steps from a uniform start.
 *
 * <p>In the basis of eigenvectors a step goes from x_i to (1 + eta lambda_i) x_i plus noise of
 * variance 2 T eta^2, and back onto the sphere. Of many dimensions the shares p_i = E x_i^2 / sum_j
 * E x_j^2 obey a recursion ({@link SphericalLoss}). Eigenvalues are quantiles of the semicircle on
 * [-2, 2]. A planted direction of strength theta above 1 has an eigenvalue above them, theta + 1 /
 * theta; a weaker one has none.
 *
 * @param modes number of quantiles, at least 1
 * @param temperature T, above 0: without noise no rate is too large
 * @param spike theta, at least 0
 * @see <a href="https://arxiv.org/abs/2202.04509">arXiv 2202.04509</a>; its noise is of gradients,
 *     so that the temperature reached is T eta
 */
record SphericalModel(int modes, double temperature, double spike) implements Solvable {

  private static final double EDGE = 2;
  private static final double ACCURACY = 1e-15;
  private static final int MOST_EVALUATIONS = 200;

  /** Checks the ranges. */
  public SphericalModel {
    if (modes < 1) {
      throw new IllegalArgumentException("modes must be at least 1, got " + modes);
    }
    if (!(temperature > 0 && spike >= 0)) {
      throw new IllegalArgumentException(
          "temperature must be above 0 and spike at least 0, got %s and %s"
              .formatted(temperature, spike));
    }
  }

  /** Returns lambda, [mode], rising; what is planted comes last. */
  double[] eigenvalues() {
    double[] bulk =
        IntStream.range(0, modes).mapToDouble(i -> quantile((i + 0.5) / modes)).toArray();
    if (!isPlanted()) {
      return bulk;
    }
    double[] all = Arrays.copyOf(bulk, modes + 1);
    all[modes] = largest();
    return all;
  }

  /** Returns the largest eigenvalue of infinitely many dimensions. */
  double largest() {
    return isPlanted() ? spike + 1 / spike : EDGE;
  }

  private boolean isPlanted() {
    return spike > 1;
  }

  /** Of lambda = -2 cos phi, below which there are (phi - sin(2 phi) / 2) / pi. */
  private static double quantile(double part) {
    double angle =
        new BisectionSolver(ACCURACY, ACCURACY)
            .solve(
                MOST_EVALUATIONS,
                phi -> (phi - StrictMath.sin(2 * phi) / 2) / Math.PI - part,
                0,
                Math.PI);
    return -EDGE * StrictMath.cos(angle);
  }

  /** Returns the shares before the first step, [mode]: all are alike. */
  double[] start() {
    int all = isPlanted() ? modes + 1 : modes;
    double[] shares = new double[all];
    Arrays.fill(shares, 1.0 / all);
    return shares;
  }

  /** The gap is linear in the shares. */
  @Override
  public HostObjective objective(long seed) {
    double[] slopes = Arrays.stream(eigenvalues()).map(lambda -> -lambda / 2).toArray();
    return new LinearObjective(largest() / 2, slopes, start());
  }

  @Override
  public Optimizer optimizer(Optimizer named) {
    return new SphericalStep(temperature);
  }

  @Override
  public RateLoss expectedLoss() {
    return new SphericalLoss(eigenvalues(), start(), largest(), temperature);
  }

  @Override
  public boolean trainsExpectation() {
    return true;
  }
}
