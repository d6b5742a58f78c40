package org.retrograde.reports.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Schedules of a problem whose best one is known.
 *
 * @param loss expected final loss of the best schedule, above 0
 * @param rates its learning rates, by step
 * @param schedules others, each at its best peak or learnt
 * @param agreement of sampled hypergradients with the exact one, or null if none were averaged
 */
public record Optimum(
    double loss, List<Double> rates, List<Beside> schedules, @Nullable Agreement agreement)
    implements Finding {

  /** Copies the lists and checks their lengths. */
  public Optimum {
    rates = List.copyOf(rates);
    schedules = List.copyOf(schedules);
    for (Beside one : schedules) {
      if (one.rates().size() != rates.size()) {
        throw new IllegalArgumentException(
            "schedules run over the same steps, got %d of %s and %d of the best"
                .formatted(one.rates().size(), one.name(), rates.size()));
      }
    }
  }

  /**
   * A schedule to stand beside the best one.
   *
   * @param name what the config calls it
   * @param words what it is
   * @param loss expected final loss
   * @param rates its learning rates, by step
   */
  public record Beside(String name, String words, double loss, List<Double> rates) {

    /** Copies the list. */
    public Beside {
      rates = List.copyOf(rates);
    }
  }

  /**
   * The mean of sampled hypergradients beside the exact one, with respect to the logarithms of the
   * starting settings' rates, in sums over stretches of steps.
   *
   * @param seeds how many were averaged
   * @param bin steps of a stretch
   * @param exact the sums of the exact derivative
   * @param mean the sums of the mean
   * @param correlation of the two
   */
  public record Agreement(
      int seeds, int bin, List<Double> exact, List<Double> mean, double correlation) {

    /** Copies the lists and checks their lengths. */
    public Agreement {
      exact = List.copyOf(exact);
      mean = List.copyOf(mean);
      if (exact.size() != mean.size()) {
        throw new IllegalArgumentException(
            "the sums of both derivatives are of the same steps, got %d and %d"
                .formatted(exact.size(), mean.size()));
      }
    }
  }

  /** Returns by how many per cent the loss of a schedule lies above the least one. */
  public double percentAbove(Beside schedule) {
    return 100 * (schedule.loss() / loss - 1);
  }
}
