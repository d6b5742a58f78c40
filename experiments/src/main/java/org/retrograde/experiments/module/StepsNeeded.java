package org.retrograde.experiments.module;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How many times fewer steps reach a loss: trainings over several lengths leave losses, linear
 * between them in the logarithm of the length.
 *
 * @param steps lengths of trainings, rising
 * @param all the steps that the loss was reached in by what it is held against
 */
record StepsNeeded(List<Integer> steps, int all) {

  /** Copies the list. */
  StepsNeeded {
    steps = List.copyOf(steps);
  }

  /**
   * Returns how many times fewer steps are enough.
   *
   * @param losses of the lengths; not finite where a run diverged
   * @param target loss to reach
   * @return at most {@link #most}, which says no more than that the shortest training was enough; 0
   *     if none was; NaN if the target is no number, as a run diverged that it is of
   */
  double timesFewer(List<Double> losses, double target) {
    if (!Double.isFinite(target)) {
      return Double.NaN;
    }
    int first =
        IntStream.range(0, steps.size())
            .filter(i -> losses.get(i) <= target)
            .findFirst()
            .orElse(-1);
    if (first < 0) {
      return 0;
    }
    if (first == 0 || !Double.isFinite(losses.get(first - 1))) {
      return (double) all / steps.get(first);
    }
    double before = losses.get(first - 1);
    double part = (before - target) / (before - losses.get(first));
    double from = Math.log(steps.get(first - 1));
    return all / Math.exp(from + part * (Math.log(steps.get(first)) - from));
  }

  /** Returns whether a factor says no more than that the shortest training was enough. */
  boolean isBound(double factor) {
    return factor >= most();
  }

  /** Returns the largest factor that can be told. */
  double most() {
    return (double) all / steps.get(0);
  }
}
