package org.retrograde.experiments.module;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.phase.RunContext;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.OptimizerVariant;
import org.retrograde.experiments.problem.SearchSpace;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.FinalLoss;
import org.retrograde.hypergrad.trial.Outcome;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.reversible.optimizer.Coefficient;

/**
 * Where all arms begin: the one learning rate and the one weight decay that are best for all
 * modules alike.
 *
 * @param context of the run
 * @param settings of the section
 * @param learningRate the best
 * @param weightDecay the best with it
 */
record Start(
    RunContext context, ModulesSettings settings, double learningRate, double weightDecay) {

  static final String SEEDS = "modules grid";

  /** Trains at every pair of a grid. */
  static Start of(RunContext context, ModulesSettings settings) throws InterruptedException {
    List<Start> all = new ArrayList<>();
    for (double decay : settings.grid().weightDecays()) {
      for (double rate : settings.grid().learningRates().values()) {
        all.add(new Start(context, settings, rate, decay));
      }
    }
    List<Long> seeds = context.config().seeds(SEEDS, settings.grid().seeds());
    List<List<Trial<Double>>> trials = new ArrayList<>();
    for (Start one : all) {
      TrainingProblem problem = one.problem(1);
      trials.add(
          Trial.onSeeds(
              problem,
              Hyperparameters.settings(problem, problem.config().startingArm()),
              seeds,
              new FinalLoss()));
    }
    List<Double> losses =
        context
            .runRows(
                "one rate and decay for all",
                trials,
                (row, outcome) -> String.format(Locale.ROOT, "%.3g", all.get(row).learningRate()))
            .stream()
            .map(Outcome::meanLoss)
            .toList();
    int best =
        IntStream.range(0, all.size())
            .boxed()
            .filter(i -> Double.isFinite(losses.get(i)))
            .min(Comparator.comparing(losses::get))
            .orElseThrow(
                () ->
                    new DivergedTrialException(
                        "modules.grid: every run left the numbers; add smaller learning-rates"));
    return all.get(best);
  }

  /** Returns an experiment that begins at a pair, without this study. */
  static ExperimentConfig config(ExperimentConfig config, double rate, double decay, int steps) {
    return new OptimizerVariant(
            config.training().optimizer(),
            Map.of(Coefficient.LEARNING_RATE.word(), rate, Coefficient.WEIGHT_DECAY.word(), decay))
        .in(config, Point.GLOBAL, List.of(ModulesPhase.WORD + "=null", "training.steps=" + steps));
  }

  /**
   * Returns the problem that begins here.
   *
   * @param part of the steps
   */
  TrainingProblem problem(double part) {
    return context
        .problem()
        .trainedAs(config(context.config(), learningRate, weightDecay, steps(part)));
  }

  /** Returns a part of the steps. */
  int steps(double part) {
    return (int) Math.max(1, Math.round(part * context.config().training().steps()));
  }

  /** Returns the space around it, of trainings over a part of the steps. */
  SearchSpace space(TrainingProblem problem) {
    return SearchSpace.of(problem, problem.config().startingArm(), settings.hyperparameters());
  }

  /** Returns the pair in words. */
  String words() {
    return String.format(
        Locale.ROOT, "learning rate %.3g, weight decay %.3g", learningRate, weightDecay);
  }
}
