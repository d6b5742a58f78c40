package org.retrograde.hypergrad.trial;

import java.util.List;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.reversible.storage.DoubleSeries;
import org.retrograde.reversible.trajectory.DivergenceException;

/** The losses of every step of training, also of a run that leaves the numbers. */
public record TrainingLosses() implements Want<TrainingLosses.Found> {

  /**
   * The losses of a run.
   *
   * @param losses of each step, before its update; up to the step at which the run diverged, if it
   *     did
   * @param diverged whether it did
   */
  public record Found(List<Double> losses, boolean diverged) {

    /** Copies the list. */
    public Found {
      losses = DoubleSeries.copyOf(losses);
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    try {
      return new Found(train(problem, settings, width, seed), false);
    } catch (DivergenceException e) { // the same bits once more, up to there
      return new Found(
          e.step() == 0 ? List.of() : train(problem, settings.head(e.step()), width, seed), true);
    }
  }

  private static List<Double> train(Problem problem, RunSettings settings, int width, long seed) {
    return problem.runTuned(settings, width, seed).train().trainingLosses();
  }
}
