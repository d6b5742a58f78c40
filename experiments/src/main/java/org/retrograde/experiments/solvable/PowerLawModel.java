package org.retrograde.experiments.solvable;

import java.util.stream.IntStream;

/**
 * A linear model trained on fresh samples, whose inputs have a power law for a spectrum.
 *
 * <p>Inputs are x ~ N(0, diag lambda), lambda_k = k^-a for k = 1 .. M; labels are &lt;x, w*&gt;
 * with noise of variance sigma^2. A step sees B samples and descends half of their mean squared
 * error. Distances c_k = E (w_k - w*_k)^2 start with lambda_k c_k proportional to k^-(1 + s a), and
 * the excess loss l = sum lambda_k c_k at 1. The larger s, the more of the target lies in the
 * directions that are learned first ("easy"); s below 1 - 1/a is "hard".
 *
 * @param decay a, above 0: how fast the spectrum falls
 * @param source s, above 0: how fast the target falls with it
 * @param noise sigma^2, at least 0
 * @param batch B, at least 1
 * @param modes M, at least 1
 * @see <a href="https://arxiv.org/abs/2602.06797">arXiv 2602.06797</a>, which derives the exponents
 *     of its optimal schedules
 */
record PowerLawModel(double decay, double source, double noise, int batch, int modes) {

  /** Checks the ranges. */
  public PowerLawModel {
    if (!(decay > 0 && source > 0)) {
      throw new IllegalArgumentException(
          "decay and source must be above 0, got %s and %s".formatted(decay, source));
    }
    if (!(noise >= 0)) {
      throw new IllegalArgumentException("noise must be at least 0, got " + noise);
    }
    if (batch < 1 || modes < 1) {
      throw new IllegalArgumentException(
          "batch and modes must be at least 1, got %d and %d".formatted(batch, modes));
    }
  }

  /** Returns lambda, [mode], falling from 1. */
  public double[] eigenvalues() {
    return powers(-decay);
  }

  /** Returns the squared distances from the target before the first step, [mode]. */
  public double[] start() {
    double[] losses = powers(-(1 + source * decay));
    double[] eigenvalues = eigenvalues();
    double sum = IntStream.range(0, modes).mapToDouble(k -> losses[k]).sum();
    return IntStream.range(0, modes).mapToDouble(k -> losses[k] / sum / eigenvalues[k]).toArray();
  }

  /**
   * Returns the root of the expected square of a step's gradient of half the squared error, where
   * the squared distances from the target are c: sum (1 + 1/B) lambda^2 c + lambda (l + sigma^2) /
   * B.
   *
   * @param distances c, [mode]
   */
  double gradientSize(double[] distances) {
    double[] eigenvalues = eigenvalues();
    double loss = 0;
    for (int k = 0; k < modes; k++) {
      loss += eigenvalues[k] * distances[k];
    }
    double squares = 0;
    for (int k = 0; k < modes; k++) {
      squares +=
          (1 + 1.0 / batch) * eigenvalues[k] * eigenvalues[k] * distances[k]
              + eigenvalues[k] * (loss + noise) / batch;
    }
    return Math.sqrt(squares);
  }

  private double[] powers(double exponent) {
    return IntStream.rangeClosed(1, modes).mapToDouble(k -> StrictMath.pow(k, exponent)).toArray();
  }
}
