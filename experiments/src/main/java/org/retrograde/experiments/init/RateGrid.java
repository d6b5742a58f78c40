package org.retrograde.experiments.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reversible.optimizer.Coefficient;

/** A short grid over learning rates, for where tuning starts: one training each. */
final class RateGrid {

  private static final List<Double> RATES = List.of(1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2);
  private static final String PURPOSE = "grid of learning rates";

  private RateGrid() {}

  /**
   * A rate that was tried.
   *
   * @param rate learning rate
   * @param loss validation loss after a training; infinite if it diverged
   */
  record Tried(double rate, double loss) {}

  /**
   * Trains once at each rate, from the same start and with the same batches.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  static List<Tried> run(TrainingProblem problem, TrialEngine engine, Progress progress)
      throws InterruptedException {
    Schedule schedule = problem.config().training().schedule();
    double momentum = problem.config().training().coefficient(Coefficient.MOMENTUM);
    long seed = problem.config().seeds(PURPOSE, 1).get(0);
    progress.begin(PURPOSE, RATES.size());
    List<Tried> tried = new ArrayList<>();
    for (double rate : RATES) {
      ArmConfig arm = new ArmConfig(schedule, rate, momentum, PURPOSE);
      Trial<Double> trial =
          new Trial<>(problem, Hyperparameters.settings(problem, arm), seed, new FinalLoss());
      Outcome<Double> outcome = engine.run(List.of(trial)).get(0);
      double loss = outcome.map(found -> found, Double.POSITIVE_INFINITY);
      tried.add(new Tried(rate, loss));
      progress.step(String.format(Locale.ROOT, "%.4g: %.4f", rate, loss));
    }
    progress.end();
    return tried;
  }
}
