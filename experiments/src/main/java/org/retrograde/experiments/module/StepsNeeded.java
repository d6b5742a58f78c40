package org.retrograde.experiments.module;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How many steps reach a loss: trainings over several lengths leave losses, linear between them in
 * the logarithm of the length.
 *
 * @param steps lengths of trainings, rising
 */
record StepsNeeded(List<Integer> steps) {

  /** Copies the list. */
  StepsNeeded {
    steps = List.copyOf(steps);
  }

  /**
   * Returns how many times fewer steps reach the loss that the longest training of a start leaves.
   * Both are counted by their first length that is enough: where a shorter training of the start
   * leaves less than its longest one, the start needs fewer steps, too.
   *
   * @param losses of the lengths; not finite where a run diverged
   * @param start the same of the start
   * @return unknown if the longest training of the start diverged or its shortest leaves as little
   */
  Fewer timesFewer(List<Double> losses, List<Double> start) {
    double target = start.get(start.size() - 1);
    double usual = until(start, target);
    double own = until(losses, target);
    int shortest = steps.get(0);
    return Double.isFinite(target) && usual > shortest
        ? new Fewer(usual / own, own == shortest)
        : Fewer.UNKNOWN;
  }

  /** Returns the steps that leave a loss; infinite if none of the lengths was enough. */
  private double until(List<Double> losses, double target) {
    int first =
        IntStream.range(0, steps.size())
            .filter(i -> losses.get(i) <= target)
            .findFirst()
            .orElse(-1);
    if (first < 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (first == 0 || !Double.isFinite(losses.get(first - 1)) || losses.get(first) == target) {
      return steps.get(first);
    }
    double before = losses.get(first - 1);
    double part = (before - target) / (before - losses.get(first));
    double from = Math.log(steps.get(first - 1));
    return Math.exp(from + part * (Math.log(steps.get(first)) - from));
  }
}
