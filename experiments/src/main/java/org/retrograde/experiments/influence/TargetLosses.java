package org.retrograde.experiments.influence;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.experiments.problem.Workbench;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Want;

/**
 * The losses that a training leaves: the mean over the validation rows, then that of each of the
 * first of them.
 *
 * @param rows how many
 */
record TargetLosses(int rows) implements Want<TargetLosses.Found> {

  /**
   * What was left.
   *
   * @param losses the mean, then one for each row
   */
  record Found(List<Double> losses) {

    /** Copies the list. */
    Found {
      losses = List.copyOf(losses);
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    Workbench bench = (Workbench) problem;
    Workbench.NetworkRun run = bench.run(width, seed, settings);
    Trained trained = run.run().train();
    List<Double> losses = new ArrayList<>(List.of(trained.finalLoss()));
    for (int row = 0; row < rows; row++) {
      losses.add(
          run.objective()
              .evaluate(List.of(bench.validationRow(row)), trained.effectiveWeights())
              .loss());
    }
    return new Found(losses);
  }
}
