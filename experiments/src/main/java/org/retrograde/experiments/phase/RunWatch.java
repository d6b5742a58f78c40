package org.retrograde.experiments.phase;

import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * How a run goes, also one that leaves the numbers: up to there.
 *
 * @param points of the curve, at least 1 and about as many
 * @param byGroup whether to look at each parameter group
 */
record RunWatch(int points, boolean byGroup) implements Want<RunCurve> {

  CurveRecorder recorder(TrainingRun run) {
    return new CurveRecorder(run, points, byGroup);
  }

  @Override
  public Class<RunCurve> type() {
    return RunCurve.class;
  }

  @Override
  public RunCurve of(Problem problem, RunSettings settings, int width, long seed) {
    TrainingRun run = problem.runTuned(settings, width, seed);
    CurveRecorder recorder = recorder(run);
    try {
      run.train(recorder);
    } catch (DivergenceException e) { // what was seen before is what is wanted
      return recorder.curve();
    }
    return recorder.curve();
  }
}
