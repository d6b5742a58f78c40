package org.retrograde.experiments.config;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The final loss and its derivative over a grid of learning rates.
 *
 * @param objective the rows whose final loss is differentiated
 * @param from natural logarithm of the lowest learning rate
 * @param to natural logarithm of the highest learning rate, above {@code from}
 * @param points number of rates, evenly spaced in the logarithm, at least 3
 */
public record LandscapeConfig(TuneConfig.Objective objective, double from, double to, int points) {

  /** Returns the natural logarithms of the learning rates, the lowest first. */
  public List<Double> logRates() {
    return IntStream.range(0, points)
        .mapToObj(i -> from + (to - from) * i / (points - 1.0))
        .toList();
  }
}
