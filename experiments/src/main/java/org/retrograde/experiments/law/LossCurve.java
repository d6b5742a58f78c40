package org.retrograde.experiments.law;

import java.util.List;

/**
 * A training as laws see it: the learning rate of every step, and losses after some of them.
 *
 * @param name for messages and reports
 * @param rates eta of every step, at least 0, one of them above 0
 * @param steps how many steps were taken before each loss, rising, in [1, number of rates]
 * @param losses above 0, one for each of {@code steps}
 */
public record LossCurve(String name, List<Double> rates, List<Integer> steps, List<Double> losses) {

  /**
   * Copies the lists and checks their ranges.
   *
   * @throws IllegalArgumentException if something is out of its range; names the curve
   */
  public LossCurve {
    rates = List.copyOf(rates);
    steps = List.copyOf(steps);
    losses = List.copyOf(losses);
    for (double rate : rates) {
      require(rate >= 0 && rate < Double.POSITIVE_INFINITY, name, "a rate is at least 0", rate);
    }
    require(
        rates.stream().anyMatch(rate -> rate > 0), name, "a rate must be above 0", rates.size());
    require(
        steps.size() == losses.size(), name, "there is a loss for each of the steps", steps.size());
    int last = 0;
    for (int step : steps) {
      require(step > last && step <= rates.size(), name, "steps rise to the rates' end", step);
      last = step;
    }
    require(
        steps.isEmpty() || rates.subList(0, steps.get(0)).stream().anyMatch(rate -> rate > 0),
        name,
        "the first loss comes after a rate above 0",
        steps.isEmpty() ? 0 : steps.get(0));
    for (double loss : losses) {
      require(loss > 0 && loss < Double.POSITIVE_INFINITY, name, "a loss is above 0", loss);
    }
  }

  private static void require(boolean holds, String name, String words, Object got) {
    if (!holds) {
      throw new IllegalArgumentException("%s: %s, got %s".formatted(name, words, got));
    }
  }

  /** Returns the rates as an array. */
  public double[] rateArray() {
    return rates.stream().mapToDouble(rate -> rate).toArray();
  }
}
