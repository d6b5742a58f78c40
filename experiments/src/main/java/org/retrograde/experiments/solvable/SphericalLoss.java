package org.retrograde.experiments.solvable;

import org.retrograde.experiments.law.RateLoss;

/**
 * How far a {@link SphericalModel} of n modes ends from the largest eigenvalue, as a function of
 * the learning rate of every step:
 *
 * <pre>
 *   d_i = (1 + eta lambda_i)^2 p_i + 2 T eta^2 / n      p_i &lt;- d_i / sum_j d_j
 *   gap = (largest - sum_i lambda_i p_i) / 2
 * </pre>
 *
 * <p>and its derivative by the adjoint of these lines: with P that of the new shares, q = (P -
 * &lt;P, p'&gt;) / sum d is that of d; d_eta = &lt;q, 2 (1 + eta lambda) lambda p&gt; + 4 T eta
 * &lt;q, 1&gt; / n; P &lt;- q (1 + eta lambda)^2. Costs T n multiplications, and a few times that
 * for the derivative, which keeps the shares of every sqrt(T)-th step and of those between two.
 */
final class SphericalLoss implements RateLoss {

  private final double[] eigenvalues;
  private final double[] start;
  private final double largest;
  private final double temperature;

  /**
   * Prepares a spectrum.
   *
   * @param eigenvalues lambda, [mode]. Copied.
   * @param start shares before the first step, [mode]. Copied.
   * @param largest eigenvalue, which the gap is taken from
   * @param temperature T
   */
  SphericalLoss(double[] eigenvalues, double[] start, double largest, double temperature) {
    this.eigenvalues = eigenvalues.clone();
    this.start = start.clone();
    this.largest = largest;
    this.temperature = temperature;
  }

  @Override
  public double loss(double[] rates) {
    double[] shares = start.clone();
    for (double rate : rates) {
      step(rate, shares);
    }
    double gap = largest;
    for (int i = 0; i < shares.length; i++) {
      gap -= eigenvalues[i] * shares[i];
    }
    return Double.isNaN(gap) ? Double.POSITIVE_INFINITY : gap / 2;
  }

  @Override
  public double[] gradient(double[] rates) {
    int stretch = (int) Math.ceil(Math.sqrt(rates.length));
    double[][] kept = path(start, rates, 0, rates.length, stretch);
    double[] adjoint = new double[start.length];
    for (int i = 0; i < adjoint.length; i++) {
      adjoint[i] = -eigenvalues[i] / 2;
    }
    double[] byRate = new double[rates.length];
    for (int k = kept.length - 1; k >= 0; k--) {
      int from = k * stretch;
      int to = Math.min(from + stretch, rates.length);
      double[][] between = path(kept[k], rates, from, to, 1);
      for (int t = to - 1; t >= from; t--) {
        byRate[t] = stepBack(rates[t], between[t - from], adjoint);
      }
    }
    return byRate;
  }

  /** Returns the shares before every so manieth step of some. */
  private double[][] path(double[] from, double[] rates, int first, int end, int every) {
    double[][] path = new double[(end - first + every - 1) / every][];
    double[] shares = from.clone();
    for (int t = first; t < end; t++) {
      if ((t - first) % every == 0) {
        path[(t - first) / every] = shares.clone();
      }
      step(rates[t], shares);
    }
    return path;
  }

  private void step(double rate, double[] shares) {
    double noise = noise(rate);
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      double grown = 1 + rate * eigenvalues[i];
      shares[i] = grown * grown * shares[i] + noise;
      sum += shares[i];
    }
    double unit = 1 / sum;
    for (int i = 0; i < shares.length; i++) {
      shares[i] *= unit;
    }
  }

  /** What a step adds to every share. */
  private double noise(double rate) {
    return 2 * temperature * rate * rate / start.length;
  }

  /**
   * Pulls the adjoint of the shares back through one step.
   *
   * @param shares before the step
   * @param adjoint of those after it. Modified.
   * @return the derivative with respect to the rate
   */
  private double stepBack(double rate, double[] shares, double[] adjoint) {
    double noise = noise(rate);
    double sum = 0;
    double along = 0;
    for (int i = 0; i < shares.length; i++) {
      double grown = 1 + rate * eigenvalues[i];
      double moved = grown * grown * shares[i] + noise;
      sum += moved;
      along += adjoint[i] * moved;
    }
    along /= sum;
    double byNoise = 4 * temperature * rate / start.length;
    double byRate = 0;
    for (int i = 0; i < shares.length; i++) {
      double grown = 1 + rate * eigenvalues[i];
      double q = (adjoint[i] - along) / sum;
      byRate += q * (2 * grown * eigenvalues[i] * shares[i] + byNoise);
      adjoint[i] = q * grown * grown;
    }
    return byRate;
  }
}
