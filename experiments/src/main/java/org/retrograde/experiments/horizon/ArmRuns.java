package org.retrograde.experiments.horizon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retrograde.experiments.config.ArmConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.StrategyPlan;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * The trainings of an arm.
 *
 * @param context of the run
 * @param name of the arm
 * @param arm how it trains
 * @param problems with its optimizer, a length each, from short to long
 * @param seeds of its runs
 */
record ArmRuns(
    RunContext context,
    String name,
    HorizonSettings.Arm arm,
    List<TrainingProblem> problems,
    List<Long> seeds) {

  /** Hypergradients of each length; they are several times as long as a run. */
  private static final int SLOPES = 4;

  /** Copies the lists. */
  ArmRuns {
    problems = List.copyOf(problems);
    seeds = List.copyOf(seeds);
  }

  private RunSettings at(TrainingProblem problem, double rate) {
    return Hyperparameters.settings(
        problem,
        new ArmConfig(
            arm.schedule(),
            rate,
            problem.config().training().coefficient(Coefficient.MOMENTUM),
            HorizonPhase.WORD));
  }

  private static int steps(TrainingProblem problem) {
    return problem.config().training().steps();
  }

  /** Trains over each length at each rate. */
  ArmLosses losses(List<Double> rates) throws InterruptedException {
    List<List<Double>> losses = new ArrayList<>();
    for (TrainingProblem problem : problems) {
      List<List<Trial<Double>>> trials =
          rates.stream()
              .map(rate -> Trial.onSeeds(problem, at(problem, rate), seeds, new FinalLoss()))
              .toList();
      losses.add(
          context
              .runRows(
                  "%s, %d steps".formatted(name, steps(problem)),
                  trials,
                  (row, outcome) -> String.format(Locale.ROOT, "rate %.3g", rates.get(row)))
              .stream()
              .map(Outcome::meanLoss)
              .toList());
    }
    return new ArmLosses(rates, losses);
  }

  /** Returns what the longest training leaves at a rate where it is stopped after some steps. */
  List<Double> stopped(double rate, List<Integer> after) throws InterruptedException {
    TrainingProblem longest = problems.get(problems.size() - 1);
    RunSettings whole = at(longest, rate);
    List<Double> losses = new ArrayList<>();
    for (int steps : after) {
      losses.add(
          Outcome.meanLoss(
              context.run(
                  "%s, stopped after %d steps".formatted(name, steps),
                  Trial.onSeeds(longest, whole.head(steps), seeds, new FinalLoss()),
                  (index, outcome) -> "")));
    }
    return losses;
  }

  /** Differentiates over each length at one rate. */
  List<Slopes> slopes(double rate) throws InterruptedException {
    List<Slopes> slopes = new ArrayList<>();
    for (TrainingProblem problem : problems) {
      slopes.add(slopes(problem, at(problem, rate)));
    }
    return slopes;
  }

  private Slopes slopes(TrainingProblem problem, RunSettings settings) throws InterruptedException {
    Derivative want;
    try {
      want = new Derivative(StrategyPlan.of(problem, settings).chosen());
    } catch (DivergenceException e) { // at this rate there is none
      return Slopes.of(settings, List.of());
    }
    List<Long> some = seeds.subList(0, Math.min(SLOPES, seeds.size()));
    return Slopes.of(
        settings,
        context.run(
            "%s, hypergradients over %d steps".formatted(name, steps(problem)),
            Trial.onSeeds(problem, settings, some, want),
            (index, outcome) -> ""));
  }
}
