package org.retrograde.experiments.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.retrograde.models.metrics.Metric;

/**
 * Training with the settings before and after tuning, and with what anybody would try first, to
 * judge them.
 *
 * @param seeds runs of each; 0 judges nothing
 * @param metric the figure that the run is summed up in; null for the usual one of its problem
 * @param baseline what is tried beside what was tuned
 * @param curvePoints about how many steps of a run are recorded; 0 records none
 */
public record JudgeConfig(int seeds, @Nullable Metric metric, Baseline baseline, int curvePoints) {

  /**
   * AdamW with a cosine, at each learning rate of a grid.
   *
   * @param learningRates peaks to try, rising; none tries nothing
   * @param weightDecay of AdamW, at least 0
   * @param seeds runs of each rate, at least 1
   */
  public record Baseline(List<Double> learningRates, double weightDecay, int seeds) {

    /** Copies the list. */
    public Baseline {
      learningRates = List.copyOf(learningRates);
    }

    /** Returns how many trainings choose among its rates. */
    public int trainings() {
      return learningRates.size() * seeds;
    }
  }
}
