package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.retrograde.hypergrad.check.Agreement;
import org.retrograde.hypergrad.check.Difference;
import org.retrograde.hypergrad.check.PlainStepper;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.trial.RawVector;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * Holds the hypergradient of a shortened training against differences of a plain double stepper,
 * along random directions of the raw hyperparameters.
 *
 * <p>Rules that divide by the size of the gradient are compared along a smoother path, with epsilon
 * raised to the gradients' size: with the usual 1e-8, a step is all but the sign of an entry's
 * gradient, which jumps where the entry crosses 0, and the digits that decays leave in the smallest
 * mean squares count. The same code is checked, and the same objective.
 *
 * <p>The two trainings are not the same to the last digit: decays leave digits in the engine's
 * moments that plain doubles do not have. Where training is chaotic, they part ways over it, and
 * their derivatives have nothing to do with each other. So a hypergradient so near by that it
 * differs by as little is taken too, and what it differs by is added to the uncertainty.
 *
 * @param at on a device of precision float64
 */
record DirectionCheck(CheckedPoint at) {

  private static final int DIRECTIONS = 3;

  /** As far away in raw hyperparameters as the digits of decays are in the weights. */
  private static final double NEAR = 1e-8;

  /**
   * One direction.
   *
   * @param derivative along it, by the hypergradient
   * @param error over the largest derivative of all directions
   * @param uncertainty of the differences, and by digits, over the same
   * @param floor of the error model
   */
  record Compared(double derivative, double error, double uncertainty, double floor) {

    Agreement agreement() {
      return Agreement.of(error, uncertainty, floor);
    }

    double limit() {
      return Agreement.limit(uncertainty, floor);
    }
  }

  /**
   * Compares every direction.
   *
   * @throws org.retrograde.reversible.trajectory.DivergenceException if a training leaves the
   *     numbers
   */
  List<Compared> compare() {
    RawVector start = new RawVector(at.space().start());
    List<RawVector> directions = directions();
    TrainingRun exact = exact(start);
    RawVector gradient = gradient(start, exact);
    RawVector near = start.plus(directions.get(0).scaled(NEAR));
    RawVector digits = gradient(near, exact(near)).plus(gradient.scaled(-1));
    double largest =
        directions.stream().mapToDouble(along -> Math.abs(gradient.dot(along))).max().orElse(0);
    List<Compared> compared = new ArrayList<>();
    for (RawVector along : directions) {
      compared.add(
          compare(exact, along, gradient.dot(along), Math.abs(digits.dot(along)), largest));
    }
    return compared;
  }

  private List<RawVector> directions() {
    RandomGenerator random = at.random(0);
    List<RawVector> directions = new ArrayList<>();
    for (int i = 0; i < (at.isLarge() ? 1 : DIRECTIONS); i++) {
      double[] entries = new double[at.space().size()];
      Arrays.setAll(entries, j -> random.nextGaussian());
      directions.add(new RawVector(entries));
    }
    return directions;
  }

  /** Decays start at the ratios that the engine uses. */
  private TrainingRun exact(RawVector raw) {
    TrainingRun run = at.shortened(raw.toArray());
    RunSettings settings = run.settings().withExactDecays();
    if (run.optimizer().coefficients().contains(Coefficient.EPSILON)) {
      raiseEpsilon(run, settings.coefficients());
    }
    return run.withSettings(settings);
  }

  private static void raiseEpsilon(TrainingRun run, CoefficientTable coefficients) {
    List<Tensor> gradient = run.initialTensors();
    run.preparedObjective().evaluate(0, run.initialTensors(), gradient);
    for (int g = 0; g < gradient.size(); g++) {
      Tensor part = gradient.get(g);
      double size = Math.sqrt(part.dot(part).value() / part.size());
      for (int t = 0; t < coefficients.steps(); t++) {
        double epsilon = coefficients.get(Coefficient.EPSILON, t, g);
        coefficients.set(Coefficient.EPSILON, t, g, Math.max(epsilon, size));
      }
    }
  }

  private RawVector gradient(RawVector raw, TrainingRun run) {
    return new RawVector(at.pullBack(raw.toArray(), at.strategy().differentiate(run).derivative()));
  }

  private Compared compare(
      TrainingRun exact, RawVector along, double derivative, double digits, double largest) {
    RawVector start = new RawVector(at.space().start());
    RunSettings rounded = at.effective(start.toArray());
    double scale = largest > 0 ? largest : Double.MIN_NORMAL;
    Difference difference =
        Difference.of(
            scale,
            h -> {
              RunSettings move =
                  at.effective(start.plus(along.scaled(h)).toArray()).plus(-1, rounded);
              return new PlainStepper(exact.withSettings(exact.settings().plus(1, move)))
                  .finalLoss();
            });
    double whole = Math.max(scale, Math.abs(difference.value()[0]));
    return new Compared(
        derivative,
        difference.distance(new double[] {derivative}) / whole,
        (difference.uncertainty() + digits) / whole,
        ErrorModel.direction(at.problem().optimizer()));
  }
}
