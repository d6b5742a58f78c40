package org.retrograde.experiments.runner;

import java.util.List;
import java.util.function.Consumer;
import org.retrograde.experiments.config.MetaOptimizerConfig;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.experiments.suite.RunObjective;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.meta.Tuned;
import org.retrograde.hypergrad.meta.Tuner;
import org.retrograde.hypergrad.meta.TunerIteration;
import org.retrograde.hypergrad.meta.TunerSettings;
import org.retrograde.reports.record.Results;
import org.retrograde.reversible.device.Device;

/**
 * What studies tune alike.
 *
 * @param log of the run
 * @param objective what is tuned
 */
record StudyTuner(RunLog log, RunObjective objective) {

  /** Returns the strategy of a run: replay where the config leaves the choice. */
  static Strategy strategy(RunConfig run) {
    return run.strategy().orElse(() -> Strategy.REPLAY);
  }

  /** Returns settings without a clip. */
  static TunerSettings settings(
      int iterations, int seeds, int checkSeeds, MetaOptimizerConfig meta, long rootSeed) {
    return new TunerSettings(
        iterations,
        seeds,
        checkSeeds,
        1,
        meta.step(),
        meta.decay() == MetaOptimizerConfig.Decay.COSINE,
        Double.POSITIVE_INFINITY,
        rootSeed);
  }

  /** Tunes; the listener sees every iteration before the log does. */
  Tuned tune(TunerSettings settings, MetaOptimizerConfig meta, Consumer<TunerIteration> listener)
      throws InterruptedException {
    IterationLog iterations = new IterationLog(log);
    iterations.begin(settings.iterations());
    Tuned tuned =
        new Tuner(settings, meta.optimizer(), objective, log.jobs().executor())
            .tune(objective.space().start(), listener.andThen(iterations));
    log.progress().end();
    return tuned;
  }

  /** Records what a hypergradient shows of its run: |d_x|, the reversal, its memory. */
  static Results withEvidence(Results results, Hypergradient last, Strategy used, Device device) {
    int bits = 8 * device.precision().bytes();
    return results
        .withAdjointTraces(List.of(Findings.trace("tuned", last)))
        .withMemory(
            used == Strategy.REPLAY ? Findings.memory(last.reversal().memory(), bits) : null)
        .withReversal(Findings.proof(last.reversal(), last.reversal().memory().steps(), null));
  }
}
