package org.retrograde.hypergrad.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * The normal distribution of {@link DiagonalCmaEs}, with its two evolution paths: m + sigma d z,
 * where d is a deviation for each coordinate and z standard normal. Names and constants are those
 * of Hansen (2016).
 */
final class DiagonalNormal {

  private static final double SMALLEST_DEVIATION = 1e-8;
  private static final int MOST_FLAT_GENERATIONS = 10;

  private final double[] mean;
  private final double[] variances;
  private final double[] stepPath;
  private final double[] variancePath;
  private final double[] weights;
  private final double effective;
  private double sigma;
  private int generations;
  private int flatGenerations;

  /**
   * Makes a round one.
   *
   * @param mean m. Not modified.
   * @param sigma in every coordinate
   * @param population points of a generation, at least 2
   */
  DiagonalNormal(double[] mean, double sigma, int population) {
    this.mean = mean.clone();
    this.sigma = sigma;
    this.variances = new double[mean.length];
    Arrays.fill(variances, 1);
    this.stepPath = new double[mean.length];
    this.variancePath = new double[mean.length];
    double[] raw =
        IntStream.rangeClosed(1, population / 2)
            .mapToDouble(i -> Math.log((population + 1) / 2.0) - Math.log(i))
            .toArray();
    double sum = Arrays.stream(raw).sum();
    this.weights = Arrays.stream(raw).map(weight -> weight / sum).toArray();
    this.effective = 1 / Arrays.stream(weights).map(weight -> weight * weight).sum();
  }

  /** Draws d z. */
  double[] draw(RandomGenerator random) {
    double[] step = new double[mean.length];
    for (int i = 0; i < step.length; i++) {
      step[i] = Math.sqrt(variances[i]) * random.nextGaussian();
    }
    return step;
  }

  /** Returns m + sigma times what was drawn. */
  double[] point(double[] step) {
    double[] point = mean.clone();
    for (int i = 0; i < point.length; i++) {
      point[i] += sigma * step[i];
    }
    return point;
  }

  /** Returns whether nothing is left to learn: it has become a point, or the losses are flat. */
  boolean hasConverged() {
    double largest = Math.sqrt(Arrays.stream(variances).max().orElse(0));
    return sigma * largest < SMALLEST_DEVIATION || flatGenerations >= MOST_FLAT_GENERATIONS;
  }

  /**
   * Moves toward the better half of a generation.
   *
   * @param steps as drawn, one for each point. Not modified.
   * @param losses of the points. Not modified.
   */
  void learn(List<double[]> steps, double[] losses) {
    int[] order =
        IntStream.range(0, losses.length)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> losses[k]))
            .mapToInt(k -> k)
            .toArray();
    boolean flat = losses[order[0]] == losses[order[order.length - 1]];
    flatGenerations = flat ? flatGenerations + 1 : 0;
    generations++;
    double[] move = new double[mean.length];
    double[] squares = new double[mean.length];
    for (int k = 0; k < weights.length; k++) {
      double[] step = steps.get(order[k]);
      for (int i = 0; i < move.length; i++) {
        move[i] += weights[k] * step[i];
        squares[i] += weights[k] * step[i] * step[i];
      }
    }
    double longer = followStepPath(move);
    for (int i = 0; i < mean.length; i++) {
      mean[i] += sigma * move[i];
    }
    adaptVariances(move, squares, longer);
    double rate = stepRate();
    double damping = 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (mean.length + 1)) - 1) + rate;
    sigma *= Math.exp(rate / damping * (longer - 1));
  }

  /** c_sigma. */
  private double stepRate() {
    return (effective + 2) / (mean.length + effective + 5);
  }

  /** Returns how many times as long as a random walk's the path is. */
  private double followStepPath(double[] move) {
    double n = mean.length;
    double rate = stepRate();
    double gain = Math.sqrt(rate * (2 - rate) * effective);
    double squared = 0;
    for (int i = 0; i < move.length; i++) {
      stepPath[i] = (1 - rate) * stepPath[i] + gain * move[i] / Math.sqrt(variances[i]);
      squared += stepPath[i] * stepPath[i];
    }
    return Math.sqrt(squared) / (Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)));
  }

  private void adaptVariances(double[] move, double[] squares, double longer) {
    double n = mean.length;
    double rate = (4 + effective / n) / (n + 4 + 2 * effective / n);
    double faster = (n + 2) / 3;
    double one = Math.min(1, faster * 2 / ((n + 1.3) * (n + 1.3) + effective));
    double many =
        Math.min(
            1 - one,
            faster * 2 * (effective - 2 + 1 / effective) / ((n + 2) * (n + 2) + effective));
    double warm = Math.sqrt(1 - Math.pow(1 - stepRate(), 2.0 * generations));
    boolean walks = longer / warm < 1.4 + 2 / (n + 1);
    double gain = walks ? Math.sqrt(rate * (2 - rate) * effective) : 0;
    double kept = 1 - one - many + (walks ? 0 : one * rate * (2 - rate));
    for (int i = 0; i < variances.length; i++) {
      variancePath[i] = (1 - rate) * variancePath[i] + gain * move[i];
      variances[i] =
          kept * variances[i] + one * variancePath[i] * variancePath[i] + many * squares[i];
    }
  }
}
