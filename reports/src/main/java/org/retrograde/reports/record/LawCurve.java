package org.retrograde.reports.record;

import java.util.List;

/**
 * Losses along a training, and what a law says of them.
 *
 * @param name of the schedule or the file
 * @param fitted whether the law has seen it
 * @param rates learning rate of every step
 * @param steps how many steps were taken before each loss
 * @param losses as measured
 * @param predicted as the law has them
 * @param low ends of 95 % intervals
 * @param high ends of 95 % intervals
 * @param explained R^2 of the law; NaN below two losses
 */
public record LawCurve(
    String name,
    boolean fitted,
    List<Double> rates,
    List<Integer> steps,
    List<Double> losses,
    List<Double> predicted,
    List<Double> low,
    List<Double> high,
    double explained) {

  /** Copies the lists and checks their lengths. */
  public LawCurve {
    rates = List.copyOf(rates);
    steps = List.copyOf(steps);
    losses = List.copyOf(losses);
    predicted = List.copyOf(predicted);
    low = List.copyOf(low);
    high = List.copyOf(high);
    for (List<Double> values : List.of(losses, predicted, low, high)) {
      if (values.size() != steps.size()) {
        throw new IllegalArgumentException(
            "%s has %d steps, got %d values".formatted(name, steps.size(), values.size()));
      }
    }
  }

  /** Returns the last loss that was measured. */
  public double last() {
    return losses.get(losses.size() - 1);
  }

  /** Returns what the law says of it. */
  public double lastPredicted() {
    return predicted.get(predicted.size() - 1);
  }

  /** Returns whether the last loss is in its interval. */
  public boolean lastIsHeld() {
    int last = losses.size() - 1;
    return low.get(last) <= last() && last() <= high.get(last);
  }
}
