package org.retrograde.hypergrad.trial;

import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;

/** The final loss of a run. */
public record FinalLoss() implements Want<Double> {

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public Double of(Problem problem, RunSettings settings, int width, long seed) {
    return problem.runTuned(settings, width, seed).train().finalLoss();
  }
}
