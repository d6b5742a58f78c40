package org.retrograde.experiments.law;

/** A final loss as a function of the learning rate of every step. */
public interface RateLoss {

  /**
   * Returns the loss after a step at each rate.
   *
   * @param rates eta, [step]. Not modified.
   */
  double loss(double[] rates);

  /**
   * Returns the derivative of the loss with respect to each rate.
   *
   * @param rates eta, [step], above 0. Not modified.
   * @return [step]
   */
  double[] gradient(double[] rates);
}
