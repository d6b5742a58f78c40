package org.retrograde.experiments.solvable;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.hypergrad.objective.HostObjective;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.reversible.trajectory.ParameterGroup;

/** A {@link PowerLawModel} as something to train. Both end with the excess loss. */
final class PowerLawObjective {

  private PowerLawObjective() {}

  /**
   * The expected squared distances, for {@link ExpectedSgd}: l = &lt;lambda, c&gt;, whose gradient
   * is the spectrum.
   */
  static HostObjective expected(PowerLawModel model) {
    return new LinearObjective(0, model.eigenvalues(), model.start());
  }

  /**
   * The distances w - w* themselves, for SGD: half the mean squared error on B samples of each
   * step.
   *
   * @param seed of the samples; the start is the same for all
   */
  static HostObjective sampled(PowerLawModel model, long seed) {
    return new Sampled(model, seed);
  }

  /** The samples of the step that was asked for last are kept. */
  private static final class Sampled implements HostObjective {

    private static final int NONE = -1;

    private final PowerLawModel model;
    private final long seed;
    private final double[] eigenvalues;
    private final double[][] inputs;
    private final double[] noise;
    private int drawn = NONE;

    Sampled(PowerLawModel model, long seed) {
      this.model = model;
      this.seed = seed;
      this.eigenvalues = model.eigenvalues();
      this.inputs = new double[model.batch()][model.modes()];
      this.noise = new double[model.batch()];
    }

    /** Draws inputs, [sample][mode], and the noise of their labels. */
    private void draw(int step) {
      if (drawn == step) {
        return;
      }
      RandomGenerator random = new Well19937c(Seeds.of(seed, "samples", step));
      double deviation = Math.sqrt(model.noise());
      for (int b = 0; b < inputs.length; b++) {
        for (int k = 0; k < eigenvalues.length; k++) {
          inputs[b][k] = Math.sqrt(eigenvalues[k]) * random.nextGaussian();
        }
        noise[b] = deviation * random.nextGaussian();
      }
      drawn = step;
    }

    @Override
    public List<ParameterGroup> groups() {
      return List.of(new ParameterGroup("modes", 1, model.modes()));
    }

    @Override
    public double[][] initialWeights() {
      double[] start = model.start();
      return new double[][] {
        IntStream.range(0, start.length).mapToDouble(k -> Math.sqrt(start[k])).toArray()
      };
    }

    @Override
    public double gradient(int step, double[][] weights, double[][] gradient) {
      draw(step);
      double loss = 0;
      for (int b = 0; b < model.batch(); b++) {
        double residual = dot(inputs[b], weights[0]) - noise[b];
        addScaled(residual / model.batch(), inputs[b], gradient[0]);
        loss += residual * residual / 2 / model.batch();
      }
      return loss;
    }

    @Override
    public void hessianProduct(
        int step, double[][] weights, double[][] direction, double[][] product) {
      draw(step);
      for (double[] input : inputs) {
        addScaled(dot(input, direction[0]) / model.batch(), input, product[0]);
      }
    }

    @Override
    public double finalGradient(double[][] weights, double[][] gradient) {
      double loss = 0;
      for (int k = 0; k < eigenvalues.length; k++) {
        double slope = eigenvalues[k] * weights[0][k];
        gradient[0][k] = 2 * slope;
        loss += slope * weights[0][k];
      }
      return loss;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int k = 0; k < a.length; k++) {
        sum += a[k] * b[k];
      }
      return sum;
    }

    private static void addScaled(double scale, double[] values, double[] to) {
      for (int k = 0; k < to.length; k++) {
        to[k] += scale * values[k];
      }
    }
  }
}
