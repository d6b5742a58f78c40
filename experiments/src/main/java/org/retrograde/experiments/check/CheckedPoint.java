package org.retrograde.experiments.check;

import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.experiments.problem.Hyperparameters;
import org.retrograde.experiments.problem.TrainingProblem;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.HyperparameterSpace;
import org.retrograde.hypergrad.hyperparameter.Link;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.Seeds;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Where an experiment is checked: where its tuning would start, at what it tunes.
 *
 * @param problem on a device
 * @param space what is tuned, around where that starts
 */
record CheckedPoint(TrainingProblem problem, HyperparameterSpace space) {

  /**
   * Steps of the trainings that differences are taken of. Kinks and the growth of rounding come
   * with every step, and every step makes the same use of an objective's derivatives.
   */
  private static final int STEPS = 20;

  /** Parameters times steps beyond which a network is large: less is looked at, to end in time. */
  private static final int WORK = 1 << 24;

  private static final int FEWEST = 3;

  static CheckedPoint of(TrainingProblem problem) {
    return new CheckedPoint(problem, Hyperparameters.checkedSpace(problem));
  }

  long seed() {
    return Seeds.of(problem.config().seed(), "check-command", 0);
  }

  RandomGenerator random(int purpose) {
    return new Well19937c(Seeds.of(problem.config().seed(), "check-direction", purpose));
  }

  Strategy strategy() {
    return problem.optimizer().isReversible() ? Strategy.REPLAY : Strategy.CHECKPOINTS;
  }

  /** Returns the steps of {@link #shortened}. */
  int steps() {
    long steps = Math.max(FEWEST, Math.min(STEPS, WORK / parameters()));
    return (int) Math.min(steps, problem.config().training().steps());
  }

  /** Returns whether there is time for little: for few steps, one direction and two places. */
  boolean isLarge() {
    return WORK / parameters() < STEPS;
  }

  private long parameters() {
    return problem.groups().stream().mapToLong(ParameterGroup::size).sum();
  }

  /** Returns the first steps of training, all of which a hypergradient goes back. */
  TrainingRun shortened(double[] raw) {
    TrainingRun run = problem.run(effective(raw), problem.width(), seed());
    return run.withOptions(run.options().withLastSteps(Integer.MAX_VALUE));
  }

  /** Returns the settings of the first steps of training. */
  RunSettings effective(double[] raw) {
    return link().effective(space.settings(raw)).head(steps());
  }

  /** Pulls a derivative of {@link #shortened} back to the raw numbers. */
  double[] pullBack(double[] raw, RunSettings derivative) {
    int all = space.base().coefficients().steps();
    return space.pullBack(raw, link().pullBack(derivative.followedByZeros(all)));
  }

  private Link link() {
    return problem.link(problem.width());
  }

  /**
   * Returns the weights at the start, half way unless the network is large, and before the last of
   * the first steps; the start alone where training leaves the numbers.
   */
  List<Place> places() {
    TrainingRun run = shortened(space.start());
    List<double[]> first = run.initialWeights();
    if (steps() == 1) {
      return List.of(new Place(0, first));
    }
    try {
      Place last = after(run, steps() - 1);
      return isLarge()
          ? List.of(new Place(0, first), last)
          : List.of(new Place(0, first), after(run, steps() / 2), last);
    } catch (DivergenceException e) {
      return List.of(new Place(0, first));
    }
  }

  private static Place after(TrainingRun run, int steps) {
    TrainingRun head = run.withSettings(run.settings().head(steps));
    return new Place(
        steps, head.train().weights().stream().map(tensor -> tensor.toArray()).toList());
  }

  /**
   * A point of the training path.
   *
   * @param step that is about to be taken there
   * @param weights one array a parameter group
   */
  record Place(int step, List<double[]> weights) {}
}
