package org.retrograde.reports.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What anybody would try first, beside what was tuned, and what both cost.
 *
 * @param words what it is
 * @param rates what was tried
 * @param best the learning rate that was chosen; null if every run diverged
 * @param cost of choosing it
 * @param tuning cost of tuning, hypergradients counted as the trainings that they take the time of
 */
public record Baseline(
    String words, List<Rate> rates, @Nullable Double best, Cost cost, Cost tuning)
    implements Finding {

  /** Copies the list. */
  public Baseline {
    rates = List.copyOf(rates);
  }

  /**
   * A learning rate that was tried.
   *
   * @param rate its peak
   * @param losses on the validation rows, one a seed; infinite where a run diverged
   */
  public record Rate(double rate, List<Double> losses) {

    /** Copies the list. */
    public Rate {
      losses = List.copyOf(losses);
    }
  }

  /**
   * A cost.
   *
   * @param trainings as many
   * @param seconds of all of them added up, however many ran at once
   */
  public record Cost(double trainings, double seconds) {}

  /** Returns whether the best rate is the least or the largest of several that were tried. */
  public boolean endsAtTheEdge() {
    return best != null
        && rates.size() > 1
        && (best == rates.get(0).rate() || best == rates.get(rates.size() - 1).rate());
  }
}
