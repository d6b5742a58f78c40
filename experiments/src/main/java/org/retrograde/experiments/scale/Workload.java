package org.retrograde.experiments.scale;

import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.experiments.phase.Phases;

/**
 * How much an experiment does, where that can be said before.
 *
 * @param iterations meta-iterations, one after the other
 * @param seeds hypergradients of each, which may go at once
 * @param trainings that judge, which may go at once
 */
public record Workload(int iterations, int seeds, long trainings) {

  /** Returns that of a config; one hypergradient where nothing is tuned. */
  public static Workload of(ExperimentConfig config) {
    long judging = Phases.of(config).stream().mapToLong(phase -> phase.trainings(config)).sum();
    TuneConfig tune = config.tune();
    return tune == null
        ? new Workload(1, 1, judging)
        : new Workload(
            tune.iterations(),
            tune.seeds(),
            judging + (tune.iterations() + 1L) * tune.checkSeeds());
  }

  /**
   * Returns the seconds from its beginning to its end.
   *
   * @param hypergradient seconds of one
   * @param training seconds of one
   * @param atOnce how many go at once on all machines
   */
  double seconds(double hypergradient, double training, long atOnce) {
    return iterations * Math.ceil((double) seeds / atOnce) * hypergradient
        + Math.ceil((double) trainings / atOnce) * training;
  }
}
