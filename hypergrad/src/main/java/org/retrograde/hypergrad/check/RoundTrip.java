package org.retrograde.hypergrad.check;

import org.retrograde.hypergrad.gradient.Reversal;
import org.retrograde.hypergrad.gradient.TrainingOptions;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Want;

/**
 * Whether a run that goes all the way back, undoing every step, ends at the bits of its start.
 *
 * @param everyState whether all states on the way are compared, and not those alone that the
 *     problem's options ask for
 */
public record RoundTrip(boolean everyState) implements Want<Reversal> {

  @Override
  public Class<Reversal> type() {
    return Reversal.class;
  }

  @Override
  public Reversal of(Problem problem, RunSettings settings, int width, long seed) {
    TrainingRun run = problem.runTuned(settings, width, seed);
    // Tuning may go back fewer steps; the proof goes all the way.
    TrainingOptions options = run.options().withLastSteps(Integer.MAX_VALUE);
    return run.withOptions(everyState ? options.withHashEvery(1) : options).reverse();
  }
}
