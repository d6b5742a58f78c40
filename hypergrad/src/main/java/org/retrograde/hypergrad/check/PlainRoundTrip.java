package org.retrograde.hypergrad.check;

import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Want;

/**
 * The control of {@link RoundTrip}: how far from its start a run ends whose steps are undone in
 * plain doubles. For problems on a device of precision float64.
 */
public record PlainRoundTrip() implements Want<Double> {

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public Double of(Problem problem, RunSettings settings, int width, long seed) {
    TrainingRun run = problem.runTuned(settings, width, seed);
    return new PlainStepper(run.withSettings(run.settings().withExactDecays())).roundTripError();
  }
}
