package org.retrograde.experiments.influence;

import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Want;

/**
 * The derivative of one of {@link TargetLosses} by the weights of all training rows.
 *
 * @param target 0 for the mean over the validation rows, or the number of one of them, from 1
 * @param strategy how the states of the way back are found
 */
record TargetDerivative(int target, Strategy strategy) implements Want<RawVector> {

  @Override
  public Class<RawVector> type() {
    return RawVector.class;
  }

  @Override
  public RawVector of(Problem problem, RunSettings settings, int width, long seed) {
    Workbench bench = (Workbench) problem;
    Workbench judged = target == 0 ? bench : bench.judgedBy(target - 1);
    return new RawVector(
        new Derivative(strategy)
            .of(judged, settings, width, seed)
            .derivative()
            .lossParameter(LossParameter.EXAMPLE_WEIGHTS));
  }
}
