package org.retrograde.hypergrad.check;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.hypergrad.objective.PenalizedObjective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.MomentumForm;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * SGD with momentum in plain double arithmetic: the independent reference of the exact engine.
 *
 * <p>It shares no code with the engine but the objective, its momentum is the real number it is
 * given, and it is smooth in every setting, so that central differences may be taken through it. It
 * also shows why the engine is needed: {@link #roundTripError} is what undoing its steps in plain
 * doubles comes to.
 */
public final class PlainStepper {

  private final Objective objective;
  private final MomentumForm form;
  private final CoefficientTable coefficients;
  private final List<Tensor> position = new ArrayList<>();
  private final List<Tensor> velocity = new ArrayList<>();
  private final List<Tensor> gradient = new ArrayList<>();
  private final List<Tensor> start = new ArrayList<>();

  /**
   * Makes a run at step 0.
   *
   * @param device of precision float64
   * @param objective its loss parameters are set to those of {@code settings}
   */
  public PlainStepper(Device device, Objective objective, MomentumForm form, RunSettings settings) {
    if (device.precision() != Precision.FLOAT64) {
      throw new IllegalArgumentException(
          "the plain stepper needs a float64 device, got " + device.precision());
    }
    this.form = form;
    this.coefficients = settings.coefficients();
    for (LossParameter parameter : objective.parameters()) {
      for (String name : settings.lossParameterNames()) {
        if (parameter.name().equals(name)) {
          parameter.value().assign(settings.lossParameter(name));
        }
      }
    }
    this.objective =
        new PenalizedObjective(device, objective, settings.penalties(objective.groups()));
    List<double[]> drawn = objective.initialWeights();
    for (int g = 0; g < drawn.size(); g++) {
      ParameterGroup group = objective.groups().get(g);
      Tensor weights = device.tensor(group.rows(), group.cols());
      weights.assign(drawn.get(g));
      weights.scale(Math.exp(settings.initLogScale()[g]));
      Tensor copy = device.tensor(group.rows(), group.cols());
      copy.assign(weights);
      position.add(weights);
      start.add(copy);
      velocity.add(device.tensor(group.rows(), group.cols()));
      gradient.add(device.tensor(group.rows(), group.cols()));
    }
  }

  /** Trains and returns the training loss of each step, before its update. */
  public List<Double> train() {
    List<Double> losses = new ArrayList<>();
    for (int t = 0; t < coefficients.steps(); t++) {
      losses.add(objective.evaluate(t, position, gradient));
      for (int g = 0; g < position.size(); g++) {
        double momentum = coefficients.get(Coefficient.MOMENTUM, t, g);
        velocity.get(g).scale(momentum);
        velocity.get(g).addScaled(weight(momentum), gradient.get(g));
        position.get(g).addScaled(rate(t, g), velocity.get(g));
      }
    }
    return losses;
  }

  /** Trains and returns the final loss. */
  public double finalLoss() {
    train();
    return objective.finalLoss(position);
  }

  /** Returns the weights, in the order of the groups. */
  public List<Tensor> weights() {
    return position;
  }

  /**
   * Trains, undoes every step in plain doubles, and returns the largest distance of a weight from
   * where it started; NaN or infinite if the way back left the numbers.
   */
  public double roundTripError() {
    train();
    for (int t = coefficients.steps() - 1; t >= 0; t--) {
      for (int g = 0; g < position.size(); g++) {
        position.get(g).addScaled(-rate(t, g), velocity.get(g));
      }
      objective.evaluate(t, position, gradient);
      for (int g = 0; g < position.size(); g++) {
        double momentum = coefficients.get(Coefficient.MOMENTUM, t, g);
        velocity.get(g).addScaled(-weight(momentum), gradient.get(g));
        velocity.get(g).scale(1 / momentum);
      }
    }
    double largest = 0;
    for (int g = 0; g < position.size(); g++) {
      position.get(g).addScaled(-1, start.get(g));
      largest = Math.max(largest, position.get(g).maxAbs());
    }
    return largest;
  }

  private double weight(double momentum) {
    return form == MomentumForm.PAPER ? -(1 - momentum) : 1;
  }

  private double rate(int step, int group) {
    double rate = coefficients.get(Coefficient.LEARNING_RATE, step, group);
    return form == MomentumForm.PAPER ? rate : -rate;
  }
}
