package org.retrograde.experiments.batch;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * SGD at one rate on fresh samples of a linear model whose k-th eigenvalue is k^-a, in expectation,
 * from squared distances of 1 from the target: c_k and l as in {@code problem: power-law}. The full
 * gradient has E |g|^2 = sum lambda_k^2 c_k.
 *
 * @param decay a, above 0
 * @param modes M, at least 1
 * @param noise variance of the labels, at least 0
 * @param learningRate eta, above 0
 */
record SolvableQuadratic(double decay, int modes, double noise, double learningRate) {

  /**
   * Returns the first step by which the mean of E |g|^2 over the steps has fallen to a threshold.
   *
   * @param most steps to take; empty if it is not there by then
   */
  OptionalInt steps(int batch, double threshold, int most) {
    double[] eigenvalues =
        IntStream.rangeClosed(1, modes).mapToDouble(k -> StrictMath.pow(k, -decay)).toArray();
    double[] c = IntStream.range(0, modes).mapToDouble(k -> 1).toArray();
    double sum = 0;
    for (int step = 1; step <= most; step++) {
      double loss = 0;
      for (int k = 0; k < modes; k++) {
        sum += eigenvalues[k] * eigenvalues[k] * c[k];
        loss += eigenvalues[k] * c[k];
      }
      if (sum <= threshold * step) {
        return OptionalInt.of(step);
      }
      if (!Double.isFinite(sum)) {
        return OptionalInt.empty();
      }
      for (int k = 0; k < modes; k++) {
        double move = learningRate * eigenvalues[k];
        double kept = 1 - 2 * move + move * move * (1 + 1.0 / batch);
        c[k] = kept * c[k] + move * learningRate / batch * (loss + noise);
      }
    }
    return OptionalInt.empty();
  }
}
