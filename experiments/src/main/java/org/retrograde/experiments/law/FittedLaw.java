package org.retrograde.experiments.law;

import java.util.List;

/**
 * A law with the numbers of some curves.
 *
 * @param law with its numbers
 * @param uncertainty of them
 */
public record FittedLaw(LossLaw law, Uncertainty uncertainty) implements RateLoss {

  /**
   * What a law says of the loss after some steps.
   *
   * @param loss the law's
   * @param low below which a loss of such a training is in one of 40 cases
   * @param high above which it is in one of 40 cases
   */
  public record Prediction(double loss, double low, double high) {}

  @Override
  public double loss(double[] rates) {
    return law.loss(rates);
  }

  @Override
  public double[] gradient(double[] rates) {
    return law.gradient(rates);
  }

  /**
   * Predicts the loss of a training.
   *
   * @param rates eta of at least these steps. Not modified.
   * @param steps how many, at least 1
   */
  public Prediction predict(double[] rates, int steps) {
    double loss = law.loss(rates, steps);
    double variance = uncertainty.variance(law.byCoordinates(rates, steps));
    double wide = Math.exp(uncertainty.deviations() * Math.sqrt(variance));
    return new Prediction(loss, loss / wide, loss * wide);
  }

  /** Predicts the measured losses of a curve. */
  public List<Prediction> predict(LossCurve curve) {
    double[] rates = curve.rateArray();
    return curve.steps().stream().map(steps -> predict(rates, steps)).toList();
  }

  /**
   * Returns what part of the variance of a curve's losses is the law's.
   *
   * @return R^2; NaN below two losses
   */
  public double explained(LossCurve curve) {
    double[] rates = curve.rateArray();
    double mean = curve.losses().stream().mapToDouble(loss -> loss).average().orElse(Double.NaN);
    double left = 0;
    double all = 0;
    for (int i = 0; i < curve.losses().size(); i++) {
      double loss = curve.losses().get(i);
      double error = law.loss(rates, curve.steps().get(i)) - loss;
      left += error * error;
      all += (loss - mean) * (loss - mean);
    }
    return curve.losses().size() < 2 ? Double.NaN : 1 - left / all;
  }
}
