package org.retrograde.experiments.oracle;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Many independent runs of a {@link NoisyQuadratic} as one training, each a parameter group of its
 * own, with its own rates: training descends the sum of their losses, and the final loss is the
 * mean of x^2.
 */
final class NoisyObjective implements HostObjective {

  private static final int NONE = -1;

  private final NoisyQuadratic model;
  private final long seed;
  private final List<ParameterGroup> groups;
  private final double[] centres;
  private int drawn = NONE;

  NoisyObjective(NoisyQuadratic model, long seed) {
    this.model = model;
    this.seed = seed;
    this.groups = groups(model);
    this.centres = new double[model.runs()];
  }

  static List<ParameterGroup> groups(NoisyQuadratic model) {
    return IntStream.rangeClosed(1, model.runs())
        .mapToObj(run -> new ParameterGroup("run " + run, 1, 1))
        .toList();
  }

  private void draw(int step) {
    if (drawn == step) {
      return;
    }
    RandomGenerator random = new Well19937c(Seeds.of(seed, "centres", step));
    double deviation = Math.sqrt(model.noise());
    for (int i = 0; i < centres.length; i++) {
      centres[i] = deviation * random.nextGaussian();
    }
    drawn = step;
  }

  @Override
  public List<ParameterGroup> groups() {
    return groups;
  }

  @Override
  public double[][] initialWeights() {
    return groups.stream().map(run -> new double[] {model.start()}).toArray(double[][]::new);
  }

  @Override
  public double gradient(int step, double[][] weights, double[][] gradient) {
    draw(step);
    double loss = 0;
    for (int i = 0; i < centres.length; i++) {
      double distance = weights[i][0] - centres[i];
      gradient[i][0] = model.curvature() * distance;
      loss += model.curvature() * distance * distance / 2;
    }
    return loss;
  }

  @Override
  public void hessianProduct(
      int step, double[][] weights, double[][] direction, double[][] product) {
    for (int i = 0; i < product.length; i++) {
      product[i][0] = model.curvature() * direction[i][0];
    }
  }

  @Override
  public double finalGradient(double[][] weights, double[][] gradient) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double x = weights[i][0];
      gradient[i][0] = 2 * x / weights.length;
      sum += x * x;
    }
    return sum / weights.length;
  }
}
