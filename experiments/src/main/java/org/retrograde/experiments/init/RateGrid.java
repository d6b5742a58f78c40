package org.retrograde.experiments.init;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.config.JudgeConfig;
import org.retrograde.experiments.engine.Progress;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;
import org.retrograde.reports.statistics.Digits;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * A short grid over learning rates, for where tuning starts: the one of the baseline, which will be
 * judged beside it, with as many seeds.
 */
final class RateGrid {

  private static final String PURPOSE = "grid of learning rates";

  private RateGrid() {}

  /**
   * A rate that was tried.
   *
   * @param rate learning rate
   * @param loss mean validation loss after training; infinite if a run diverged
   * @param trainings how many that took
   */
  record Tried(double rate, double loss, int trainings) {}

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
      Tried best = best();
      if (!Double.isFinite(best.loss())) {
        throw new DivergedTrialException(
            "training diverged at every learning rate from %s to %s: %s"
                .formatted(tried.get(0).rate(), tried.get(tried.size() - 1).rate(), question));
      }
      return best.rate();
    }

    private Tried best() {
      return tried.stream().min(Comparator.comparingDouble(Tried::loss)).orElseThrow();
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
              .map(
                  each ->
                      String.format(Locale.ROOT, "%.4g: %s", each.rate(), Digits.of(each.loss())))
              .collect(
                  Collectors.joining(
                      ", ",
                      "validation loss by learning rate: ",
                      " (%d trainings)"
                          .formatted(tried.stream().mapToInt(Tried::trainings).sum()))));
      Tried best = best();
      if (best.equals(tried.get(0))) {
        remarks.add("the best is the lowest of them; a lower one may be better");
      } else if (best.equals(tried.get(tried.size() - 1))) {
        remarks.add("the best is the highest of them; a higher one may be better");
      }
      return remarks;
    }
  }

  /**
   * Trains at each rate, from the same starts and with the same batches.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  static Result run(TrainingProblem problem, TrialEngine engine, Progress progress)
      throws InterruptedException {
    Schedule schedule = problem.config().training().schedule();
    double momentum = problem.config().training().coefficient(Coefficient.MOMENTUM);
    JudgeConfig.Baseline grid = Objects.requireNonNull(problem.config().judge()).baseline();
    List<Long> seeds = problem.config().seeds(PURPOSE, grid.seeds());
    progress.begin(PURPOSE, grid.learningRates().size());
    List<Tried> tried = new ArrayList<>();
    for (double rate : grid.learningRates()) {
      ArmConfig arm = new ArmConfig(schedule, rate, momentum, PURPOSE);
      List<Trial<Double>> trials =
          Trial.onSeeds(problem, Hyperparameters.settings(problem, arm), seeds, new FinalLoss());
      double loss =
          engine.run(trials).stream()
              .mapToDouble(outcome -> outcome.map(found -> found, Double.POSITIVE_INFINITY))
              .average()
              .orElseThrow();
      tried.add(new Tried(rate, loss, trials.size()));
      progress.step(String.format(Locale.ROOT, "%.4g: %s", rate, Digits.of(loss)));
    }
    progress.end();
    return new Result(tried);
  }
}
