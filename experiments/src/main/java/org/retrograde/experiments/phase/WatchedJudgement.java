package org.retrograde.experiments.phase;

import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Want;

/**
 * All by which a person judges what was trained, and how it got there.
 *
 * @param judgement of the end
 * @param watch of the way
 */
record WatchedJudgement(Judgement judgement, RunWatch watch) implements Want<Judgement.Found> {

  @Override
  public Class<Judgement.Found> type() {
    return Judgement.Found.class;
  }

  @Override
  public Judgement.Found of(Problem problem, RunSettings settings, int width, long seed) {
    TrainingRun run = problem.runTuned(settings, width, seed);
    CurveRecorder recorder = watch.recorder(run);
    Trained trained = run.train(recorder);
    return judgement.of(problem, run, trained).with(recorder.curve());
  }
}
