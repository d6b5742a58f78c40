package org.retrograde.hypergrad.gradient;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.hypergrad.objective.LossParameter;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.hypergrad.objective.PenalizedObjective;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.GroupAdjoint;
import org.retrograde.reversible.optimizer.GroupState;
import org.retrograde.reversible.optimizer.ReversibleOptimizer;
import org.retrograde.reversible.trajectory.DivergenceException;
import org.retrograde.reversible.trajectory.History;
import org.retrograde.reversible.trajectory.ParameterGroup;
import org.retrograde.reversible.trajectory.Trajectory;

/**
 * Reverse-mode differentiation of a whole training run, one pass that every strategy shares.
 *
 * <p>From d_x = gradient of the final loss, for t = T - 1 .. 0: pull back the change of the
 * position, restore x_t, evaluate the gradient there together with the Hessian product H u of the
 * direction u that the adjoint asks for, restore v_t, pull back the change of the moments. Costs
 * one training run, and one reverse pass at about twice the price of a gradient; keeps the adjoint
 * of one state.
 *
 * <p>The Hessian product is linear, so u is scaled to a largest entry in [1, 2) before it is
 * rounded to the device's precision; where u = 0, only the gradient is evaluated.
 *
 * @see <a href="https://arxiv.org/abs/1502.03492">Maclaurin, Duvenaud and Adams (2015)</a>,
 *     Algorithm 2
 */
final class ReverseSweep {

  private final ReversibleOptimizer optimizer;
  private final Objective objective;
  private final CoefficientTable coefficients;
  private final Trajectory trajectory;
  private final RunSettings derivative;
  private final List<GroupAdjoint> adjoints = new ArrayList<>();
  private final List<Tensor> exactDirection = new ArrayList<>();
  private final List<Tensor> direction = new ArrayList<>();
  private final List<Tensor> gradient = new ArrayList<>();
  private final List<Tensor> product = new ArrayList<>();

  ReverseSweep(TrainingRun run, History history) {
    this.optimizer = run.optimizer();
    this.objective = run.preparedObjective();
    this.coefficients = run.settings().coefficients();
    this.trajectory = run.start(objective, history);
    this.derivative = new RunSettings(coefficients.steps(), objective.groups());
    Device device = run.device();
    for (ParameterGroup group : objective.groups()) {
      int rows = group.rows();
      int cols = group.cols();
      adjoints.add(GroupAdjoint.zeros(device, rows, cols, optimizer.moments()));
      exactDirection.add(device.tensor(Precision.FLOAT64, rows, cols));
      direction.add(device.tensor(rows, cols));
      gradient.add(device.tensor(rows, cols));
      product.add(device.tensor(rows, cols));
    }
  }

  Hypergradient differentiate() {
    List<Double> losses = TrainingRun.trainOn(trajectory, objective);
    long endHash = trajectory.stateHash();
    var memory = trajectory.memory();
    double finalLoss = objective.finalGradient(trajectory.weights(), gradient);
    for (int g = 0; g < adjoints.size(); g++) {
      adjoints.get(g).position().assign(gradient.get(g));
    }
    while (trajectory.step() > 0) {
      stepBack();
    }
    collectStart();
    collectLoss();
    Reversal reversal =
        new Reversal(
            trajectory.startHash(),
            endHash,
            trajectory.stateHash(),
            trajectory.hashWindows(),
            memory);
    return new Hypergradient(finalLoss, losses, derivative, adjoints, reversal);
  }

  private void stepBack() {
    int step = trajectory.step() - 1;
    for (int g = 0; g < adjoints.size(); g++) {
      optimizer.pullBackPosition(
          state(g), adjoints.get(g), coefficients.entry(step, g), derivatives(step, g));
    }
    trajectory.restorePositions();
    evaluate(step);
    trajectory.restoreMoments(gradient);
    for (int g = 0; g < adjoints.size(); g++) {
      optimizer.pullBackMoments(
          state(g),
          adjoints.get(g),
          gradient.get(g),
          coefficients.entry(step, g),
          derivatives(step, g));
    }
  }

  /** Evaluates g, and adds H u to d_x. */
  private void evaluate(int step) {
    double largest = 0;
    for (int g = 0; g < adjoints.size(); g++) {
      Tensor exact = exactDirection.get(g);
      optimizer.assignDirection(adjoints.get(g), coefficients.entry(step, g), exact);
      largest = Math.max(largest, finiteSize(step, g, exact));
    }
    if (largest == 0) {
      objective.evaluate(step, trajectory.weights(), gradient);
      return;
    }
    double scale = Math.scalb(1d, Math.getExponent(largest));
    for (int g = 0; g < direction.size(); g++) {
      direction.get(g).assignScaled(1 / scale, exactDirection.get(g));
    }
    objective.evaluateHessianProduct(
        step, trajectory.weights(), direction, gradient, product, scale);
    for (int g = 0; g < adjoints.size(); g++) {
      adjoints.get(g).position().addScaled(scale, product.get(g));
    }
  }

  private double finiteSize(int step, int group, Tensor adjoint) {
    double size = adjoint.maxAbs();
    if (!Double.isFinite(size)) {
      String name = objective.groups().get(group).name();
      throw new DivergenceException(step, "the adjoint of parameter group " + name, size);
    }
    return size;
  }

  /** The start: w_0 = exp(log scale) * drawn, so the derivative is &lt;d_x, w_0&gt;. */
  private void collectStart() {
    for (int g = 0; g < adjoints.size(); g++) {
      finiteSize(0, g, adjoints.get(g).position());
      derivative.initLogScale()[g] = state(g).position().dot(adjoints.get(g).position());
    }
  }

  private void collectLoss() {
    for (LossParameter parameter : objective.parameters()) {
      derivative.setLossParameter(parameter.name(), parameter.adjoint().toArray());
    }
    if (objective instanceof PenalizedObjective penalized) {
      for (int g = 0; g < adjoints.size(); g++) {
        double[] each = penalized.penaltyAdjoints().get(g).toArray();
        System.arraycopy(each, 0, derivative.l2PerParameter().get(g), 0, each.length);
        double sum = 0;
        for (double entry : each) {
          sum += entry;
        }
        derivative.l2()[g] = sum;
      }
    }
  }

  private GroupState state(int group) {
    return trajectory.states().get(group);
  }

  private CoefficientTable.Entry derivatives(int step, int group) {
    return derivative.coefficients().entry(step, group);
  }
}
