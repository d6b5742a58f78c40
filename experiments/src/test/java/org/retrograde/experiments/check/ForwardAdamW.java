package org.retrograde.experiments.check;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.objective.Linearization;
import org.retrograde.hypergrad.objective.Objective;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/**
 * AdamW without weight decay in plain doubles, forward, with the derivative of every number along
 * the logarithm of one group's learning rate. Of the program it has the objective's gradients and
 * Hessian products; central differences of it would see the signs of entries near 0 change.
 */
final class ForwardAdamW {

  private final Objective objective;
  private final CoefficientTable table;
  private final int along;
  private final List<Group> groups = new ArrayList<>();
  private final List<Tensor> weights;
  private final List<Tensor> slopes;
  private final List<Tensor> gradient;
  private final List<Tensor> product;

  /**
   * Prepares a run.
   *
   * @param along place of the group whose rate moves
   */
  ForwardAdamW(TrainingRun run, int along) {
    this.objective = run.preparedObjective();
    this.table = run.settings().coefficients();
    this.along = along;
    run.initialWeights().forEach(start -> groups.add(new Group(start)));
    this.weights = run.initialTensors();
    this.slopes = run.initialTensors();
    this.gradient = run.initialTensors();
    this.product = run.initialTensors();
  }

  /** Numbers of a group, and their derivatives. */
  private static final class Group {

    private final double[] x;
    private final double[] m;
    private final double[] s;
    private final double[] dx;
    private final double[] dm;
    private final double[] ds;
    private double product1 = 1;
    private double product2 = 1;

    Group(double[] start) {
      x = start;
      m = new double[x.length];
      s = new double[x.length];
      dx = new double[x.length];
      dm = new double[x.length];
      ds = new double[x.length];
    }
  }

  /** Trains and returns the derivative of the final loss. */
  double derivative() {
    for (int t = 0; t < table.steps(); t++) {
      place();
      Linearization here = objective.linearize(t, weights, gradient);
      here.hessianProduct(slopes, product, 0);
      for (int g = 0; g < groups.size(); g++) {
        step(t, g, gradient.get(g).toArray(), product.get(g).toArray());
      }
    }
    place();
    objective.finalGradient(weights, gradient);
    double sum = 0;
    for (int g = 0; g < groups.size(); g++) {
      sum += gradient.get(g).dot(slopes.get(g)).value();
    }
    return sum;
  }

  private void place() {
    for (int g = 0; g < groups.size(); g++) {
      weights.get(g).assign(groups.get(g).x);
      slopes.get(g).assign(groups.get(g).dx);
    }
  }

  private void step(int t, int g, double[] slope, double[] change) {
    Group a = groups.get(g);
    double beta1 = table.get(Coefficient.BETA1, t, g);
    double beta2 = table.get(Coefficient.BETA2, t, g);
    double rate = table.get(Coefficient.LEARNING_RATE, t, g);
    double epsilon = table.get(Coefficient.EPSILON, t, g);
    a.product1 *= beta1;
    a.product2 *= beta2;
    for (int i = 0; i < slope.length; i++) {
      a.m[i] = beta1 * a.m[i] + (1 - beta1) * slope[i];
      a.dm[i] = beta1 * a.dm[i] + (1 - beta1) * change[i];
      a.s[i] = beta2 * a.s[i] + (1 - beta2) * slope[i] * slope[i];
      a.ds[i] = beta2 * a.ds[i] + (1 - beta2) * 2 * slope[i] * change[i];
      double root = Math.sqrt(a.s[i] / (1 - a.product2));
      double rootChange = root == 0 ? 0 : a.ds[i] / (1 - a.product2) / (2 * root);
      double move = a.m[i] / (1 - a.product1) / (root + epsilon);
      double moveChange = (a.dm[i] / (1 - a.product1) - move * rootChange) / (root + epsilon);
      a.x[i] -= rate * move;
      a.dx[i] -= rate * moveChange + (g == along ? rate * move : 0);
    }
  }
}
