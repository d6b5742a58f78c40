package org.retrograde.experiments.law;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Want;

/**
 * What the final loss would be if training ended after some of its steps.
 *
 * @param steps how many, rising
 */
record LossesAlong(List<Integer> steps) implements Want<LossesAlong.Found> {

  /** Copies the list. */
  LossesAlong {
    steps = List.copyOf(steps);
  }

  /**
   * The losses.
   *
   * @param losses one for each of the steps
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
    TrainingRun run = problem.runTuned(settings, width, seed);
    Set<Integer> wanted = new HashSet<>(steps);
    AtomicInteger taken = new AtomicInteger();
    List<Double> losses = new ArrayList<>();
    run.train(
        weights -> {
          if (wanted.contains(taken.getAndIncrement())) {
            losses.add(run.objective().finalLoss(weights));
          }
        });
    return new Found(losses);
  }
}
