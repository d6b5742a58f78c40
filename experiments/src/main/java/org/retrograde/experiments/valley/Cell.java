package org.retrograde.experiments.valley;

import java.util.List;
import java.util.Locale;

/**
 * How a choice of the numbers of one optimizer does on one problem.
 *
 * @param schedule name of it
 * @param budget draws that it was chosen from; 0 for the defaults
 * @param words what was chosen
 * @param losses on unseen seeds; infinite where a run left the numbers; empty if nothing was made
 * @param promise by which part of the loss one step along the hypergradient is to lower it; NaN
 *     where none was made
 */
record Cell(String schedule, int budget, String words, List<Double> losses, double promise) {

  /** Copies the list. */
  Cell {
    losses = List.copyOf(losses);
  }

  /** Returns the mean loss; infinite if a run left the numbers, or there is none. */
  double loss() {
    return losses.stream().mapToDouble(loss -> loss).average().orElse(Double.POSITIVE_INFINITY);
  }

  /** Returns mean and standard deviation over the seeds, in words. */
  String spread() {
    if (losses.isEmpty()) {
      return "–";
    }
    long lost = losses.stream().filter(loss -> !Double.isFinite(loss)).count();
    if (lost > 0) {
      return "%d of %d diverged".formatted(lost, losses.size());
    }
    double mean = loss();
    double squares = losses.stream().mapToDouble(loss -> (loss - mean) * (loss - mean)).sum();
    return losses.size() < 2
        ? String.format(Locale.ROOT, "%.4g", mean)
        : String.format(Locale.ROOT, "%.4g ± %.2g", mean, Math.sqrt(squares / (losses.size() - 1)));
  }
}
