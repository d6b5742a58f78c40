package org.retrograde.experiments.autolrs;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.autolrs.AutoLrs;
import org.retrograde.hypergrad.autolrs.Stage;
import org.retrograde.hypergrad.autolrs.StagedRun;
import org.retrograde.hypergrad.gradient.Hypergradient;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.hypergrad.trial.Want;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.trajectory.DivergenceException;

/**
 * Trains by AutoLRS, runs the schedule that it has chosen as any other, and differentiates that;
 * and trains every stage to its end at each rate that was tried, to see what was forecast.
 *
 * @param how it is searched
 * @param strategy how the states of the way back are found
 */
record StagedScore(AutoLrs how, Strategy strategy) implements Want<StagedScore.Found> {

  /**
   * What is found.
   *
   * @param finalLoss of the run
   * @param searched steps that were taken to try rates
   * @param stages of the run
   */
  record Found(double finalLoss, long searched, List<Scored> stages) {

    /** Copies the list. */
    Found {
      stages = List.copyOf(stages);
    }
  }

  /**
   * A stage beside what is exact.
   *
   * @param stage as it was searched
   * @param truths final loss of a training that ends with the stage, at each rate that was tried
   * @param slopes derivative of each by the logarithm of the stage's rate
   * @param wholeSlope derivative of the whole run's final loss by that of the rate chosen
   */
  record Scored(Stage stage, List<Double> truths, List<Double> slopes, double wholeSlope) {

    /** Copies the lists. */
    Scored {
      truths = List.copyOf(truths);
      slopes = List.copyOf(slopes);
    }
  }

  @Override
  public Class<Found> type() {
    return Found.class;
  }

  @Override
  public Found of(Problem problem, RunSettings settings, int width, long seed) {
    RunSettings highest = problem.link(width).effective(settings);
    StagedRun staged = StagedRun.of(problem.run(highest, width, seed), how, seed);
    Hypergradient whole = strategy.differentiate(problem.run(staged.settings(), width, seed));
    if (whole.reversal().endHash() != staged.trained().stateHash()) {
      throw new IllegalStateException("the run of the schedule differs from the searched one");
    }
    List<Scored> scored = new ArrayList<>();
    RunSettings before = highest;
    for (Stage stage : staged.stages()) {
      List<Double> truths = new ArrayList<>();
      List<Double> slopes = new ArrayList<>();
      for (Stage.Probe probe : stage.probes()) {
        RunSettings other =
            StagedRun.withFactor(before, stage.from(), stage.end(), probe.factor())
                .head(stage.end());
        toItsEnd(problem.run(other, width, seed), stage, truths, slopes);
      }
      double wholeSlope = slope(stage, staged.settings(), whole.derivative());
      scored.add(new Scored(stage, truths, slopes, wholeSlope));
      before = StagedRun.withFactor(before, stage.from(), stage.end(), stage.factor());
    }
    return new Found(whole.finalLoss(), staged.searched(), scored);
  }

  /** Trains to the end of a stage, and goes back to its beginning. */
  private void toItsEnd(TrainingRun run, Stage stage, List<Double> truths, List<Double> slopes) {
    try {
      Hypergradient exact =
          strategy.differentiate(run.withOptions(run.options().withLastSteps(stage.steps())));
      truths.add(exact.finalLoss());
      slopes.add(slope(stage, run.settings(), exact.derivative()));
    } catch (DivergenceException e) {
      truths.add(Stage.HOPELESS);
      slopes.add(Double.POSITIVE_INFINITY);
    }
  }

  /** Returns the derivative by the logarithm of a factor on all rates of a stage. */
  private static double slope(Stage stage, RunSettings settings, RunSettings derivative) {
    CoefficientTable rates = settings.coefficients();
    double sum = 0;
    for (int t = stage.from(); t < stage.end(); t++) {
      for (int g = 0; g < rates.groups(); g++) {
        sum +=
            rates.get(Coefficient.LEARNING_RATE, t, g)
                * derivative.coefficients().get(Coefficient.LEARNING_RATE, t, g);
      }
    }
    return sum;
  }
}
