package org.retrograde.experiments.phase;

import org.jspecify.annotations.Nullable;
import org.retrograde.hypergrad.trial.Trial;

/**
 * A run to be judged.
 *
 * @param arm what it is trained with
 * @param seed of it
 * @param judgement of its end
 * @param watch of its way; null if only the end counts
 */
record JudgedTrial(JudgedArm arm, long seed, Judgement judgement, @Nullable RunWatch watch) {

  Trial<Judgement.Found> trial() {
    return new Trial<>(
        arm.problem(),
        arm.settings(),
        seed,
        watch == null ? judgement : new WatchedJudgement(judgement, watch));
  }

  /** Returns the same run, of which the way alone is wanted. */
  Trial<RunCurve> trial(RunWatch way) {
    return new Trial<>(arm.problem(), arm.settings(), seed, way);
  }
}
