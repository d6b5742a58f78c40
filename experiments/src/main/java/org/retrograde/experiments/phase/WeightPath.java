package org.retrograde.experiments.phase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.trajectory.DivergenceException;

/** Where two weights are at the start and after every step. */
record WeightPath() implements Want<WeightPath.Found> {

  /**
   * The path; until it left the numbers, if it did.
   *
   * @param first weight
   * @param second weight
   */
  record Found(List<Double> first, List<Double> second) {}

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    try {
      problem
          .runTuned(settings, width, seed)
          .train(
              weights -> {
                double[] at =
                    weights.stream().flatMapToDouble(w -> Arrays.stream(w.toArray())).toArray();
                first.add(at[0]);
                second.add(at[1]);
              });
    } catch (DivergenceException e) {
      // The path until there is what there is to see; its loss says that it diverged.
    }
    return new Found(first, second);
  }
}
