package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.experiments.phase.Compared;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Scores;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reports.statistics.Digits;

/**
 * Trains what was found on seeds that nothing was chosen by, over several lengths.
 *
 * @param context of the run
 * @param settings of the section
 * @param start of all arms
 */
record Judge(RunContext context, ModulesSettings settings, Start start) {

  static final String SEEDS = "modules judge";

  /** Trains points at a width, untouched but for the rules of width. */
  Judged at(int width, List<Point> points) throws InterruptedException {
    List<Long> seeds = context.config().seeds(SEEDS, settings.unseenSeeds());
    List<List<Trial<Scores.Found>>> rows = new ArrayList<>();
    List<TrainingProblem> problems = settings.lengths().stream().map(start::problem).toList();
    List<HyperparameterSpace> spaces =
        problems.stream().map(problem -> start.space(problem).searched().space()).toList();
    for (Point point : points) {
      for (int length = 0; length < problems.size(); length++) {
        TrainingProblem problem = problems.get(length);
        var trained = spaces.get(length).settings(point.raw().toArray());
        rows.add(
            seeds.stream()
                .map(seed -> new Trial<>(problem, trained, width, seed, Compared.want(problem)))
                .toList());
      }
    }
    List<List<Outcome<Scores.Found>>> outcomes =
        context.runRows(
            "judge at width %d".formatted(width),
            rows,
            (row, outcome) ->
                "%s %s"
                    .formatted(
                        points.get(row / problems.size()).words(),
                        Digits.of(loss(problems.get(0), outcome))));
    List<List<List<Double>>> losses = new ArrayList<>();
    for (int point = 0; point < points.size(); point++) {
      List<List<Double>> byLength = new ArrayList<>();
      for (int length = 0; length < problems.size(); length++) {
        TrainingProblem problem = problems.get(length);
        byLength.add(
            outcomes.get(point * problems.size() + length).stream()
                .map(outcome -> loss(problem, outcome))
                .toList());
      }
      losses.add(byLength);
    }
    StepsNeeded needed = new StepsNeeded(settings.lengths().stream().map(start::steps).toList());
    return new Judged(width, points, needed, losses);
  }

  private static double loss(TrainingProblem problem, Outcome<Scores.Found> outcome) {
    return Compared.of(problem, outcome).test().loss();
  }
}
