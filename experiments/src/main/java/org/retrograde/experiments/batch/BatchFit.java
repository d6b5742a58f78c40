package org.retrograde.experiments.batch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * Steps K against batch b by the bound eps^2 = C1 / K + C2 / b, that is 1 / K = (eps^2 - C2 / b) /
 * C1, fitted by least squares of relative errors. Samples N = K b are then least at b* = 2 C2 /
 * eps^2.
 *
 * @param c1 how far there is to go
 * @param c2 noise
 * @param threshold eps^2
 * @see <a href="https://arxiv.org/abs/2307.13831">arXiv 2307.13831</a>
 */
record BatchFit(double c1, double c2, double threshold) {

  /**
   * Fits.
   *
   * @param batches b, at least two
   * @param steps K of each
   */
  static BatchFit of(double threshold, List<Integer> batches, List<Double> steps) {
    double[] ones = new double[steps.size()]; // 1 / K, times its weight K
    Arrays.fill(ones, 1);
    double[][] weighted =
        IntStream.range(0, ones.length)
            .mapToObj(i -> new double[] {steps.get(i), -steps.get(i) / batches.get(i)})
            .toArray(double[][]::new);
    OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
    fit.setNoIntercept(true);
    fit.newSampleData(ones, weighted);
    double[] found = fit.estimateRegressionParameters();
    double c1 = threshold / found[0];
    return new BatchFit(c1, found[1] * c1, threshold);
  }

  /** Returns b*. */
  double criticalBatch() {
    return 2 * c2 / threshold;
  }

  /** Returns the K of a batch; negative or infinite where the bound has none. */
  double steps(int batch) {
    return c1 / (threshold - c2 / batch);
  }

  /** Returns the largest relative error of K. */
  double error(List<Integer> batches, List<Double> steps) {
    return IntStream.range(0, steps.size())
        .mapToDouble(i -> Math.abs(steps(batches.get(i)) / steps.get(i) - 1))
        .max()
        .orElseThrow();
  }
}
