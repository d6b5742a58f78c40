package org.retrograde.experiments.autolrs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.schedule.Schedule;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.models.data.DataException;

/**
 * The trainings of the section.
 *
 * @param context of the run
 * @param settings of the section
 */
record AutoLrsMeasurement(RunContext context, AutoLrsConfig settings) {

  /**
   * Makes every search, all of its runs.
   *
   * @throws DataException if a stage leaves the numbers at every rate
   */
  List<AutoLrsStudy.Search> searches() throws InterruptedException {
    RunSettings highest = at(context.config().startingArm().schedule(), settings.highest());
    List<AutoLrsStudy.Search> searches = new ArrayList<>();
    for (Map.Entry<String, AutoLrsConfig.Search> one : settings.searches().entrySet()) {
      StagedScore want = new StagedScore(settings.of(one.getValue()), context.strategy());
      List<Trial<StagedScore.Found>> trials =
          Trial.onSeeds(context.problem(), highest, seeds(one.getValue().seeds()), want);
      List<StagedScore.Found> found =
          context.run("search " + one.getKey(), trials, AutoLrsMeasurement::words).stream()
              .map(outcome -> found(one.getKey(), outcome))
              .toList();
      searches.add(new AutoLrsStudy.Search(one.getKey(), one.getValue().words(), found));
    }
    return searches;
  }

  private static StagedScore.Found found(String search, Outcome<StagedScore.Found> outcome) {
    try {
      return outcome.get();
    } catch (DivergedTrialException e) {
      throw new DataException(
          "autolrs: search %s diverged at every rate of a stage; take a smaller lowest, or a longer"
                  .formatted(search)
              + " window ("
              + e.getMessage()
              + ")");
    }
  }

  private static String words(int index, Outcome<StagedScore.Found> outcome) {
    return outcome.map(found -> String.format(Locale.ROOT, "%.4g", found.finalLoss()), "–");
  }

  /** Trains each schedule that stands beside at all peaks, and returns it at its best one. */
  List<AutoLrsStudy.Beside> beside() throws InterruptedException {
    List<AutoLrsStudy.Beside> all = new ArrayList<>();
    for (Map.Entry<String, Schedule> one : settings.beside().entrySet()) {
      double[] peaks = settings.peakRates();
      List<Double> losses = losses(one.getKey(), one.getValue(), peaks);
      int best =
          IntStream.range(0, peaks.length)
              .reduce((a, b) -> losses.get(b) < losses.get(a) ? b : a)
              .orElseThrow();
      all.add(new AutoLrsStudy.Beside(one.getKey(), one.getValue(), peaks[best], losses.get(best)));
    }
    return all;
  }

  /** Returns the mean loss at each peak, infinite if a run leaves the numbers. */
  private List<Double> losses(String name, Schedule schedule, double[] peaks)
      throws InterruptedException {
    List<Long> seeds = seeds(settings.mostSeeds());
    List<List<Trial<Double>>> trials = new ArrayList<>();
    for (double peak : peaks) {
      trials.add(Trial.onSeeds(context.problem(), at(schedule, peak), seeds, new FinalLoss()));
    }
    return context.runRows("peaks of " + name, trials, (row, outcome) -> "").stream()
        .map(Outcome::meanLoss)
        .toList();
  }

  private List<Long> seeds(int count) {
    return context.config().seeds(AutoLrsPhase.WORD, count);
  }

  /** Returns the settings of a schedule at a peak. */
  private RunSettings at(Schedule schedule, double peak) {
    ArmConfig start = context.config().startingArm();
    return Hyperparameters.settings(
        context.problem(), new ArmConfig(schedule, peak, start.momentum(), start.origin()));
  }
}
