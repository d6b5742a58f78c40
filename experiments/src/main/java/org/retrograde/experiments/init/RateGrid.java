package org.retrograde.experiments.init;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.DivergedTrialException;
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
   * All rates that were tried.
   *
   * @param tried from the lowest on
   */
  record Result(List<Tried> tried) {

    /**
     * Returns the best rate.
     *
     * @param question what may be wrong where there is none
     * @throws DivergedTrialException if every training diverged
     */
    double best(String question) {
      Tried best = tried.stream().min(Comparator.comparingDouble(Tried::loss)).orElseThrow();
      if (!Double.isFinite(best.loss())) {
        throw new DivergedTrialException(
            "training diverged at every learning rate from %s to %s: %s"
                .formatted(tried.get(0).rate(), tried.get(tried.size() - 1).rate(), question));
      }
      return best.rate();
    }

    /** Returns where the best rate comes from. */
    String origin() {
      return "best of %d by validation loss".formatted(tried.size());
    }

    /** Returns sentences for the user. */
    List<String> remarks() {
      List<String> remarks = new ArrayList<>();
      remarks.add(
          tried.stream()
              .map(each -> String.format(Locale.ROOT, "%.4g: %.4f", each.rate(), each.loss()))
              .collect(Collectors.joining(", ", "validation loss by learning rate: ", "")));
      Tried best = tried.stream().min(Comparator.comparingDouble(Tried::loss)).orElseThrow();
      if (best.equals(tried.get(0))) {
        remarks.add("the best is the lowest of them; a lower one may be better");
      } else if (best.equals(tried.get(tried.size() - 1))) {
        remarks.add("the best is the highest of them; a higher one may be better");
      }
      return remarks;
    }
  }

  /**
   * Trains once at each rate, from the same start and with the same batches.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  static Result run(TrainingProblem problem, TrialEngine engine, Progress progress)
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
    return new Result(tried);
  }
}
