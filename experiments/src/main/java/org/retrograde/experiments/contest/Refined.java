package org.retrograde.experiments.contest;

import java.util.Arrays;
import java.util.List;
import org.retrograde.hypergrad.schedule.Schedule;

/**
 * A schedule that is refined by the sizes of the gradients of one run: with w_t = G_t^-p, G_t
 * smoothed by a running median, the rate of a step is in proportion to w_t times the sum of w over
 * this step and those after it. Sizes that do not change give a line.
 *
 * <p>In the source the sum is over the steps after t, which leaves the last rate at 0; no rate is 0
 * here.
 *
 * @param factors [step], the largest 1
 * @see <a href="https://arxiv.org/abs/2310.07831">Defazio, Cutkosky, Mehta and Mishchenko
 *     (2023)</a>, p = 2 for SGD and Euclidean sizes; for Adam sums of sizes
 */
record Refined(List<Double> factors) implements Schedule {

  /** Copies the list. */
  Refined {
    factors = List.copyOf(factors);
  }

  /**
   * Refines.
   *
   * @param sizes of the gradients, [step], above 0
   * @param power p
   * @param smoothing part of the steps that the median is over, in [0, 1]
   * @throws IllegalArgumentException if a smoothed size is 0
   */
  static Refined of(double[] sizes, double power, double smoothing) {
    double[] weights = medians(sizes, 2 * ((int) (smoothing * sizes.length) / 2) + 1);
    for (int t = 0; t < weights.length; t++) {
      if (!(weights[t] > 0)) {
        throw new IllegalArgumentException(
            "a schedule is refined by the sizes of gradients, but at step %d it is 0".formatted(t));
      }
      weights[t] = Math.pow(weights[t], -power);
    }
    double[] rates = new double[weights.length];
    double left = 0;
    for (int t = weights.length - 1; t >= 0; t--) {
      left += weights[t];
      rates[t] = weights[t] * left;
    }
    double most = Arrays.stream(rates).max().orElseThrow();
    return new Refined(Arrays.stream(rates).map(rate -> rate / most).boxed().toList());
  }

  /** Running medians; the first value goes on before the start, the end is a mirror. */
  private static double[] medians(double[] values, int width) {
    int last = values.length - 1;
    double[] medians = new double[values.length];
    double[] window = new double[width];
    for (int t = 0; t <= last; t++) {
      for (int i = 0; i < width; i++) {
        int at = t + i - width / 2;
        window[i] = values[at < 0 ? 0 : at > last ? Math.max(0, 2 * last - at) : at];
      }
      Arrays.sort(window);
      medians[t] = window[width / 2];
    }
    return medians;
  }

  @Override
  public String word() {
    return "refined";
  }

  @Override
  public String meaning() {
    return "refined by the sizes of the gradients of one run";
  }

  @Override
  public double factor(int step, int steps) {
    return factors.get(step);
  }
}
