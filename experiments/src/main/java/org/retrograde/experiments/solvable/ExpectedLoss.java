package org.retrograde.experiments.solvable;

import java.util.List;
import org.retrograde.experiments.law.RateLoss;

/**
 * The final excess loss of a {@link PowerLawModel} as a function of the learning rate of every
 * step, exactly, the expectation over all samples:
 *
 * <pre>
 *   l = sum lambda_k c_k
 *   c_k &lt;- (1 - 2 eta lambda_k + eta^2 lambda_k^2 (1 + 1/B)) c_k + (eta^2 / B) lambda_k (l + sigma^2)
 * </pre>
 *
 * <p>and its derivative by the adjoint of these lines. Inputs being Gaussian, the distances need
 * nothing but themselves. Costs T M multiplications each way; the derivative keeps T M numbers.
 */
final class ExpectedLoss implements RateLoss {

  private final double[] eigenvalues;
  private final double[] start;
  private final double noise;
  private final int batch;

  /** Prepares the spectrum of {@code model}. */
  public ExpectedLoss(PowerLawModel model) {
    this.eigenvalues = model.eigenvalues();
    this.start = model.start();
    this.noise = model.noise();
    this.batch = model.batch();
  }

  /**
   * Returns the excess loss after a step at each rate.
   *
   * @param rates eta, [step]
   * @return at least 0; infinite if training leaves the numbers
   */
  public double of(double[] rates) {
    double[] c = start.clone();
    for (double rate : rates) {
      step(rate, c);
    }
    return finite(weighted(c));
  }

  /**
   * The loss of a schedule and how it depends on it.
   *
   * @param loss the excess loss
   * @param byRate its derivative with respect to each rate, [step]
   */
  public record Derivative(double loss, List<Double> byRate) {

    /** Copies the list. */
    public Derivative {
      byRate = List.copyOf(byRate);
    }
  }

  /**
   * Returns the loss with its derivative.
   *
   * @param rates eta, [step]
   */
  public Derivative derivative(double[] rates) {
    double[][] path = new double[rates.length][];
    double[] c = start.clone();
    for (int t = 0; t < rates.length; t++) {
      path[t] = c.clone();
      step(rates[t], c);
    }
    double[] adjoint = eigenvalues.clone();
    Double[] byRate = new Double[rates.length];
    for (int t = rates.length - 1; t >= 0; t--) {
      byRate[t] = stepBack(rates[t], path[t], adjoint);
    }
    return new Derivative(finite(weighted(c)), List.of(byRate));
  }

  @Override
  public double loss(double[] rates) {
    return of(rates);
  }

  @Override
  public double[] gradient(double[] rates) {
    return derivative(rates).byRate().stream().mapToDouble(slope -> slope).toArray();
  }

  private void step(double rate, double[] c) {
    double all = rate * rate / batch * (weighted(c) + noise);
    for (int k = 0; k < c.length; k++) {
      c[k] = kept(rate, k) * c[k] + all * eigenvalues[k];
    }
  }

  /**
   * Pulls the adjoint of the distances back through one step.
   *
   * @param c before the step
   * @param adjoint of those after it. Modified.
   * @return the derivative with respect to the rate
   */
  private double stepBack(double rate, double[] c, double[] adjoint) {
    double onSpectrum = weighted(adjoint);
    double byRate = 2 * rate / batch * onSpectrum * (weighted(c) + noise);
    for (int k = 0; k < c.length; k++) {
      double lambda = eigenvalues[k];
      byRate += adjoint[k] * c[k] * 2 * lambda * (rate * lambda * (1 + 1.0 / batch) - 1);
      adjoint[k] = kept(rate, k) * adjoint[k] + rate * rate / batch * onSpectrum * lambda;
    }
    return byRate;
  }

  /** What a step leaves of the distance of one mode. */
  private double kept(double rate, int mode) {
    double move = rate * eigenvalues[mode];
    return 1 - 2 * move + move * move * (1 + 1.0 / batch);
  }

  /** The inner product with the spectrum. */
  private double weighted(double[] c) {
    double sum = 0;
    for (int k = 0; k < c.length; k++) {
      sum += eigenvalues[k] * c[k];
    }
    return sum;
  }

  private static double finite(double loss) {
    return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
  }
}
