package org.retrograde.hypergrad.objective;

import java.util.List;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A training problem of one's own: f(w) = 1/2 (w - c)' A (w - c), where training sees the centre c
 * with fresh noise at every step and the final loss sees it without.
 *
 * @param curvature A, symmetric [8, 8]
 * @param centre c, [8]
 * @param noise standard deviation of the centre that training sees
 * @param seed of the noise
 */
public record QuadraticObjective(RealMatrix curvature, RealVector centre, double noise, long seed)
    implements HostObjective {

  @Override
  public List<ParameterGroup> groups() {
    return List.of(new ParameterGroup("matrix", 2, 3, true), new ParameterGroup("row", 1, 2));
  }

  @Override
  public double[][] initialWeights() {
    return new double[][] {{1, -1, 2, -2, 0.5, 1}, {-1, 1}};
  }

  @Override
  public double gradient(int step, double[][] weights, double[][] gradient) {
    RandomGenerator random = new Well19937c(seed + step); // the same noise whenever it is asked for
    RealVector seen = centre.map(entry -> entry + noise * random.nextGaussian());
    return evaluate(seen, weights, gradient);
  }

  @Override
  public void hessianProduct(
      int step, double[][] weights, double[][] direction, double[][] product) {
    split(curvature.operate(join(direction)), product);
  }

  @Override
  public double finalGradient(double[][] weights, double[][] gradient) {
    return evaluate(centre, weights, gradient);
  }

  private double evaluate(RealVector seen, double[][] weights, double[][] gradient) {
    RealVector distance = join(weights).subtract(seen);
    RealVector slope = curvature.operate(distance);
    split(slope, gradient);
    return distance.dotProduct(slope) / 2;
  }

  private static RealVector join(double[][] groups) {
    return new ArrayRealVector(groups[0], groups[1]);
  }

  private static void split(RealVector all, double[][] groups) {
    groups[0] = all.getSubVector(0, 6).toArray();
    groups[1] = all.getSubVector(6, 2).toArray();
  }
}
