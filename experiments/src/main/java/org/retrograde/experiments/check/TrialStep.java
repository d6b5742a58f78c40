package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.retrograde.experiments.config.TuneConfig;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.MetaObjective;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.hypergrad.trial.TrialObjective;
import org.retrograde.hypergrad.tune.MetaOptimizer;

/**
 * The first step that tuning would make, tried out: does the loss fall, on the seeds that the
 * hypergradient was taken of? A landscape may be rough in its details, and its weights may move
 * about, as they do in every good training of a network of relu units at a high rate, while the
 * loss still falls along the hypergradient; and that is all that tuning asks for.
 *
 * @param engine runs the trials
 * @param at on the experiment's own device
 */
record TrialStep(TrialEngine engine, CheckedPoint at) {

  /** Parts of the step that are tried until the loss falls. */
  private static final double[] PARTS = {1, 0.25, 0.0625};

  /** More seeds than this say the same. */
  private static final int MOST_SEEDS = 4;

  /** The step where nothing is tuned: a tenth in every raw hyperparameter. */
  private static final double DEFAULT_STEP = 0.1;

  /**
   * What came of it.
   *
   * @param seeds trainings that were averaged
   * @param loss before the step, their mean
   * @param best loss before the step, of any of them
   * @param moved whether there was anywhere to go: a hypergradient that is not 0
   * @param part of the step that was tried last
   * @param promised fall of the loss by that part, by the hypergradient
   * @param fall of the loss; not above 0 if no part lowered it; minus infinity if a training left
   *     the numbers there
   */
  record Found(
      int seeds,
      double loss,
      double best,
      boolean moved,
      double part,
      double promised,
      double fall) {}

  /**
   * Tries.
   *
   * @throws org.retrograde.hypergrad.trial.DivergedTrialException if a training leaves the numbers
   *     before the step
   * @throws InterruptedException if the thread is interrupted
   */
  Found take() throws InterruptedException {
    TrialObjective objective = objective();
    double[] start = at.space().start();
    List<RawVector> gradients = new ArrayList<>();
    double loss = 0;
    double best = Double.POSITIVE_INFINITY;
    long[] seeds = seeds();
    for (Outcome<MetaObjective.Sample> outcome : objective.differentiate(start, seeds)) {
      MetaObjective.Sample sample = outcome.get();
      gradients.add(sample.gradient().clipped(clip()));
      loss += sample.loss() / seeds.length;
      best = Math.min(best, sample.loss());
    }
    RawVector mean = RawVector.mean(gradients);
    RawVector from = new RawVector(start);
    RawVector move = step(start, mean).plus(from.scaled(-1));
    if (mean.norm() == 0) {
      return new Found(seeds.length, loss, best, false, 1, 0, 0);
    }
    double part = PARTS[0];
    double fall = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < PARTS.length && !(fall > 0); i++) {
      part = PARTS[i];
      fall = loss - mean(objective, from.plus(move.scaled(part)).toArray(), seeds);
    }
    return new Found(seeds.length, loss, best, true, part, -part * mean.dot(move), fall);
  }

  /** Returns the best final loss with every learning rate multiplied; infinite if all diverge. */
  double bestAtRate(double factor) throws InterruptedException {
    RunSettings settings = at.space().settings(at.space().start()).withRatesTimes(factor);
    List<Trial<Double>> trials =
        Arrays.stream(seeds())
            .mapToObj(seed -> new Trial<>(at.problem(), settings, seed, new FinalLoss()))
            .toList();
    return engine.run(trials).stream()
        .mapToDouble(outcome -> outcome.map(loss -> loss, Double.POSITIVE_INFINITY))
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private double mean(TrialObjective objective, double[] raw, long[] seeds)
      throws InterruptedException {
    return Outcome.meanLoss(objective.evaluate(List.of(raw), seeds));
  }

  private TrialObjective objective() {
    return new TrialObjective(engine, at.problem(), at.space(), at.strategy());
  }

  private long[] seeds() {
    int count = tune().map(TuneConfig::seeds).orElse(MOST_SEEDS);
    return Seeds.range(
        at.problem().config().seed(), "check-command", 0, Math.min(count, MOST_SEEDS));
  }

  private double clip() {
    return tune().map(TuneConfig::clip).filter(clip -> clip > 0).orElse(Double.POSITIVE_INFINITY);
  }

  private RawVector step(double[] raw, RawVector gradient) {
    MetaOptimizer optimizer =
        tune().map(tune -> tune.metaOptimizer().optimizer()).orElse(new MetaOptimizer.Sign());
    double size = tune().map(tune -> tune.metaOptimizer().step()).orElse(DEFAULT_STEP);
    return optimizer.update(raw, gradient.toArray(), size, optimizer.start(raw.length)).raw();
  }

  private Optional<TuneConfig> tune() {
    @Nullable TuneConfig tune = at.problem().config().tune();
    return Optional.ofNullable(tune);
  }
}
