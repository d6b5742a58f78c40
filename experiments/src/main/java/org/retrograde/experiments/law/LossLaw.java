package org.retrograde.experiments.law;

import java.util.List;

/** What the loss of a training is as a function of its learning rates, up to some numbers. */
interface LossLaw extends RateLoss {

  /** Returns what users call it. */
  String word();

  /** Returns what its numbers are called, in the order of {@link #numbers}. */
  List<String> names();

  /** Returns its numbers. */
  List<Double> numbers();

  /**
   * Returns the loss after the first steps.
   *
   * @param rates eta of at least these steps. Not modified.
   * @param steps how many, at least 1
   */
  double loss(double[] rates, int steps);

  @Override
  default double loss(double[] rates) {
    return loss(rates, rates.length);
  }

  /**
   * Returns how the logarithm of the loss after the first steps depends on the coordinates in which
   * the law was fitted.
   *
   * @param rates eta of at least these steps. Not modified.
   * @param steps how many, at least 1
   */
  double[] byCoordinates(double[] rates, int steps);
}
