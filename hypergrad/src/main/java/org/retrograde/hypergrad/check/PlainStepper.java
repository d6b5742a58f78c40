package org.retrograde.hypergrad.check;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.average.IterateAverage;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Optimizer;
import org.retrograde.reversible.optimizer.PlainRule;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A training run in plain double arithmetic: the independent reference of the exact engine.
 *
 * <p>It shares no code with the engine but the objective, its decays are the real numbers they are
 * given, and it is smooth in every setting, so that central differences may be taken through it. It
 * also shows why the engine is needed: {@link #roundTripError} is what undoing its steps in plain
 * doubles comes to.
 */
public final class PlainStepper {

  private final Objective objective;
  private final List<PlainRule> rules = new ArrayList<>();
  private final CoefficientTable coefficients;
  private final double clip;
  private final List<double[]> start;
  private final List<double[]> position = new ArrayList<>();
  private final IterateAverage average;
  private final List<double[]> judged = new ArrayList<>();
  private final List<double[][]> moments = new ArrayList<>();
  private final List<double[]> gradients = new ArrayList<>();
  private final List<Tensor> weights = new ArrayList<>();
  private final List<Tensor> gradient = new ArrayList<>();

  /**
   * Prepares a run at step 0.
   *
   * @param run on a device of precision float64; loss parameters of its objective are set to those
   *     of its settings
   */
  public PlainStepper(TrainingRun run) {
    Device device = run.device();
    if (device.precision() != Precision.FLOAT64) {
      throw new IllegalArgumentException(
          "the plain stepper needs a float64 device, got " + device.precision());
    }
    this.objective = run.preparedObjective();
    this.coefficients = run.settings().coefficients();
    this.clip = run.options().clip();
    this.start = run.initialWeights();
    this.average = run.options().average();
    for (int g = 0; g < start.size(); g++) {
      ParameterGroup group = objective.groups().get(g);
      position.add(start.get(g).clone());
      judged.add(new double[group.size()]);
      Optimizer optimizer = group.trainedBy(run.optimizer());
      rules.add(optimizer.plain(group.rows()));
      moments.add(new double[optimizer.moments()][group.size()]);
      gradients.add(new double[group.size()]);
      weights.add(device.tensor(group.rows(), group.cols()));
      gradient.add(device.tensor(group.rows(), group.cols()));
    }
  }

  /** Trains and returns the training loss of each step, before its update. */
  public List<Double> train() {
    List<Double> losses = new ArrayList<>();
    for (int t = 0; t < coefficients.steps(); t++) {
      losses.add(evaluate(t));
      for (int g = 0; g < position.size(); g++) {
        rules.get(g).step(at(t, g), position.get(g), moments.get(g), gradients.get(g));
        addTo(judged.get(g), average.weight(t + 1, coefficients.steps()), position.get(g));
      }
    }
    return losses;
  }

  private static void addTo(double[] mean, double weight, double[] position) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] += weight * position[i];
    }
  }

  /** Evaluates the loss at the position and leaves its clipped gradient. */
  private double evaluate(int step) {
    double loss = objective.evaluate(step, weights(), gradient).value();
    double squares = 0;
    for (int g = 0; g < gradient.size(); g++) {
      gradients.set(g, gradient.get(g).toArray());
      for (double entry : gradients.get(g)) {
        squares += entry * entry;
      }
    }
    double norm = Math.sqrt(squares);
    if (norm > clip) {
      for (double[] part : gradients) {
        for (int i = 0; i < part.length; i++) {
          part[i] *= clip / norm;
        }
      }
    }
    return loss;
  }

  /** Trains and returns the final loss of the weights that are judged. */
  public double finalLoss() {
    train();
    return objective.finalLoss(tensors(judged));
  }

  /** Returns the weights, in the order of the groups. */
  public List<Tensor> weights() {
    return tensors(position);
  }

  private List<Tensor> tensors(List<double[]> values) {
    for (int g = 0; g < values.size(); g++) {
      weights.get(g).assign(values.get(g));
    }
    return weights;
  }

  /**
   * Trains, undoes every step in plain doubles, and returns the largest distance of a weight from
   * where it started; NaN or infinite if the way back left the numbers.
   *
   * @throws UnsupportedOperationException if the optimizer's steps cannot be undone
   */
  public double roundTripError() {
    train();
    for (int t = coefficients.steps() - 1; t >= 0; t--) {
      for (int g = 0; g < position.size(); g++) {
        rules.get(g).undoPosition(at(t, g), position.get(g), moments.get(g));
      }
      evaluate(t);
      for (int g = 0; g < position.size(); g++) {
        rules.get(g).undoMoments(at(t, g), moments.get(g), gradients.get(g));
      }
    }
    double largest = 0;
    for (int g = 0; g < position.size(); g++) {
      for (int i = 0; i < position.get(g).length; i++) {
        largest = Math.max(largest, Math.abs(position.get(g)[i] - start.get(g)[i]));
      }
    }
    return largest;
  }

  private PlainRule.At at(int step, int group) {
    return new PlainRule.At(coefficients, step, group);
  }
}
