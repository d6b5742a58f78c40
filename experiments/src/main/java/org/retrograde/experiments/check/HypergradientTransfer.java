package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.experiments.config.ExperimentConfig;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.Per;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Derivative;
import org.retrograde.hypergrad.trial.DivergedTrialException;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.hypergrad.trial.Trial;
import org.retrograde.hypergrad.trial.TrialEngine;

/**
 * Compares where hypergradients point at several widths, before anything is tuned: what is tuned at
 * one width can hold at another only if the derivatives agree there. The mean over seeds of the
 * derivative of the final loss with respect to the raw hyperparameters, width factors pulled back.
 *
 * @param engine runs the trials
 * @param problem what is trained
 * @param space what is tuned
 * @param strategy how hypergradients find the states of the way back
 */
record HypergradientTransfer(
    TrialEngine engine, TrainingProblem problem, HyperparameterSpace space, Strategy strategy) {

  /**
   * Returns whether an experiment tunes something, at one width for others, that has the same
   * numbers at each.
   */
  static boolean appliesTo(ExperimentConfig config) {
    return config.tune() != null
        && config.transfer() != null
        && config.tune().hyperparameters().stream()
            .noneMatch(
                tuned ->
                    tuned.per() == Per.PARAMETER
                        || tuned.per() == Per.EXAMPLE
                        || tuned.per() == Per.CLASS);
  }

  /**
   * How the hypergradient at a width compares with that at the width that is tuned.
   *
   * @param width of the hidden layers
   * @param cosine of the angle between the two
   * @param norm of the one at this width
   * @param noise by which seeds alone would be expected to lower the cosine: half of the variances
   *     of both means over their squared norms, since 1 - cos is half of the squared angle; 0 for a
   *     single seed, which shows none
   */
  record Point(int width, double cosine, double norm, double noise) {}

  /**
   * Measures every width, the tuned one first.
   *
   * @param others widths to compare with it
   * @param seeds runs a width
   * @throws DivergedTrialException if a run leaves the numbers
   * @throws InterruptedException if the thread is interrupted
   */
  List<Point> measure(List<Integer> others, int seeds) throws InterruptedException {
    int tuned = problem.width();
    Mean there = mean(tuned, seeds);
    List<Point> points = new ArrayList<>();
    points.add(new Point(tuned, 1, there.vector.norm(), there.noise / 2));
    for (int width : others) {
      if (width != tuned) {
        Mean here = mean(width, seeds);
        double norm = here.vector.norm();
        double cosine = here.vector.dot(there.vector) / (norm * there.vector.norm());
        points.add(new Point(width, cosine, norm, (here.noise + there.noise) / 2));
      }
    }
    return points;
  }

  /** A mean over seeds, and its own variance over its squared norm. */
  record Mean(RawVector vector, double noise) {

    static Mean of(List<RawVector> vectors) {
      int count = vectors.size();
      RawVector mean = RawVector.mean(vectors);
      double squares =
          vectors.stream()
              .map(vector -> vector.plus(mean.scaled(-1)))
              .mapToDouble(rest -> rest.dot(rest))
              .sum();
      double variance = count == 1 ? 0 : squares / (count * (count - 1.0));
      return new Mean(mean, variance / mean.dot(mean));
    }
  }

  private Mean mean(int width, int seeds) throws InterruptedException {
    double[] raw = space.start();
    RunSettings settings = space.settings(raw);
    List<Trial<Derivative.Found>> trials = new ArrayList<>();
    for (long seed : Seeds.range(problem.config().seed(), "hypergradient-transfer", 0, seeds)) {
      trials.add(new Trial<>(problem, settings, width, seed, new Derivative(strategy)));
    }
    return Mean.of(
        engine.run(trials).stream()
            .map(outcome -> new RawVector(space.pullBack(raw, outcome.get().derivative())))
            .toList());
  }
}
