package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reports.statistics.Digits;

/**
 * The loss and its derivative along two directions through the start: all learning rates together,
 * and the way that hypergradients went.
 *
 * @param context of the run
 * @param settings of the section
 * @param problem at the start
 * @param space around the start
 */
record Landscape(
    RunContext context,
    ModulesSettings settings,
    TrainingProblem problem,
    HyperparameterSpace space) {

  static final String SEEDS = "modules landscape";

  /** Before the start and beyond what was found, in units of the way between them. */
  private static final double BEFORE = -1;

  private static final double BEYOND = 3;

  /**
   * Measures both lines; none if no points are asked for, and none that leads nowhere, as where no
   * rate is tuned or nothing better than the start was found.
   *
   * @param found where hypergradients went
   */
  List<Direction> lines(RawVector found) throws InterruptedException {
    int points = settings.landscape().points();
    if (points == 0) {
      return List.of();
    }
    double reach = settings.landscape().octaves();
    List<Direction> lines = new ArrayList<>();
    RawVector rates = Octave.of(space);
    if (rates.norm() > 0) {
      lines.add(line("all learning rates", "octaves", rates, evenly(-reach, reach, points)));
    }
    RawVector way = found.plus(start().scaled(-1));
    if (way.norm() > 0) {
      lines.add(
          line(
              "the way of hypergradients",
              "parts of the way, 1 is what they found",
              way,
              evenly(BEFORE, BEYOND, points)));
    }
    return lines;
  }

  private RawVector start() {
    return new RawVector(space.start());
  }

  private static List<Double> evenly(double from, double to, int points) {
    return IntStream.range(0, points).mapToObj(i -> from + i * (to - from) / (points - 1)).toList();
  }

  private Direction line(String name, String unit, RawVector move, List<Double> at)
      throws InterruptedException {
    long seed = context.config().seeds(SEEDS, 1).get(0);
    List<double[]> raws =
        at.stream().map(distance -> start().plus(move.scaled(distance)).toArray()).toList();
    Derivative want = new Derivative(context.strategy());
    List<Trial<Derivative.Found>> trials =
        raws.stream().map(raw -> new Trial<>(problem, space.settings(raw), seed, want)).toList();
    List<Outcome<Derivative.Found>> outcomes =
        context.run(
            "landscape along " + name,
            trials,
            (index, outcome) ->
                Digits.of(outcome.map(Derivative.Found::finalLoss, Double.POSITIVE_INFINITY)));
    List<Double> derivatives = new ArrayList<>();
    for (int i = 0; i < raws.size(); i++) {
      double[] raw = raws.get(i);
      derivatives.add(
          outcomes
              .get(i)
              .map(
                  found -> new RawVector(space.pullBack(raw, found.derivative())).dot(move),
                  Double.NaN));
    }
    return new Direction(
        name,
        unit,
        at,
        outcomes.stream()
            .map(outcome -> outcome.map(Derivative.Found::finalLoss, Double.POSITIVE_INFINITY))
            .toList(),
        derivatives);
  }
}
