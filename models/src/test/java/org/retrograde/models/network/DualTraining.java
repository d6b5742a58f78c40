package org.retrograde.models.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.retrograde.models.RandomProblem;
import org.retrograde.reversible.optimizer.AdamW;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;
import org.retrograde.reversible.optimizer.Optimizer;

/**
 * Trains a perceptron of relus under AdamW or RMSProp on dual numbers: plain doubles, each with its
 * derivative along one coefficient of one step and group. Written from the formulas alone; of the
 * program it has the numbers of the problem.
 */
final class DualTraining {

  private final List<Integer> sizes;
  private final RandomProblem problem;
  private final Optimizer optimizer;
  private final CoefficientTable table;
  private final double[][] inputs;
  private final double[][] targets;
  private final double[][] judgedInputs;
  private final double[][] judgedTargets;
  private final BatchPlan batches;

  /** The coefficient that derivatives are taken along. */
  private Coefficient along = Coefficient.LEARNING_RATE;

  private int alongStep;
  private int alongGroup;

  DualTraining(
      RandomProblem problem, List<Integer> sizes, Optimizer optimizer, CoefficientTable table) {
    this.problem = problem;
    this.sizes = sizes;
    this.optimizer = optimizer;
    this.table = table;
    this.inputs = problem.inputs(problem.rows(), 10);
    this.targets = problem.targets(problem.rows(), 10);
    this.judgedInputs = problem.inputs(problem.rows() / 2, 20);
    this.judgedTargets = problem.targets(problem.rows() / 2, 20);
    this.batches = problem.batches(table.steps());
  }

  /** A number and its derivative. */
  private record Dual(double value, double slope) {

    static final Dual ZERO = new Dual(0, 0);

    Dual plus(Dual other) {
      return new Dual(value + other.value, slope + other.slope);
    }

    Dual minus(Dual other) {
      return new Dual(value - other.value, slope - other.slope);
    }

    Dual times(Dual other) {
      return new Dual(value * other.value, slope * other.value + value * other.slope);
    }

    Dual times(double factor) {
      return new Dual(factor * value, factor * slope);
    }

    Dual over(Dual other) {
      double quotient = value / other.value;
      return new Dual(quotient, (slope - quotient * other.slope) / other.value);
    }

    Dual root() {
      double root = Math.sqrt(value);
      return new Dual(root, root == 0 ? 0 : slope / (2 * root));
    }

    Dual exp() {
      double exp = Math.exp(value);
      return new Dual(exp, exp * slope);
    }

    Dual log() {
      return new Dual(Math.log(value), slope / value);
    }
  }

  private Dual coefficient(Coefficient coefficient, int step, int group) {
    boolean isAlong = coefficient.equals(along) && step == alongStep && group == alongGroup;
    return new Dual(table.get(coefficient, step, group), isAlong ? 1 : 0);
  }

  /** Returns the derivative of the final loss with respect to one coefficient. */
  double derivative(Coefficient coefficient, int step, int group) {
    along = coefficient;
    alongStep = step;
    alongGroup = group;
    List<Dual[]> weights = new ArrayList<>();
    for (double[] start : problem.weights()) {
      Dual[] group0 = new Dual[start.length];
      for (int i = 0; i < start.length; i++) {
        group0[i] = new Dual(start[i], 0);
      }
      weights.add(group0);
    }
    List<Moments> moments = weights.stream().map(group0 -> new Moments(group0.length)).toList();
    for (int t = 0; t < table.steps(); t++) {
      List<Dual[]> gradient = gradient(weights, batches.at(t));
      for (int g = 0; g < weights.size(); g++) {
        moments.get(g).step(t, g, weights.get(g), gradient.get(g));
      }
    }
    Dual loss = Dual.ZERO;
    for (int row = 0; row < judgedInputs.length; row++) {
      List<Dual[]> layers = forward(weights, judgedInputs[row]);
      Dual[] logs = logSoftmax(layers.get(layers.size() - 1));
      for (int c = 0; c < logs.length; c++) {
        loss = loss.minus(logs[c].times(judgedTargets[row][c] / judgedInputs.length));
      }
    }
    return loss.slope();
  }

  /** The moments of one group. */
  private final class Moments {

    private final Dual[] mean;
    private final Dual[] square;
    private Dual product1 = new Dual(1, 0);
    private Dual product2 = new Dual(1, 0);

    Moments(int length) {
      mean = zeros(length);
      square = zeros(length);
    }

    void step(int t, int g, Dual[] x, Dual[] gradient) {
      boolean isAdam = optimizer instanceof AdamW;
      Dual one = new Dual(1, 0);
      Dual rate = coefficient(Coefficient.LEARNING_RATE, t, g);
      Dual beta1 = isAdam ? coefficient(Coefficient.BETA1, t, g) : Dual.ZERO;
      Dual beta2 = coefficient(Coefficient.BETA2, t, g);
      Dual epsilon = coefficient(Coefficient.EPSILON, t, g);
      Dual decay = isAdam ? coefficient(Coefficient.WEIGHT_DECAY, t, g) : Dual.ZERO;
      product1 = product1.times(beta1);
      product2 = isAdam ? product2.times(beta2) : Dual.ZERO;
      for (int i = 0; i < x.length; i++) {
        Dual slope = gradient[i];
        mean[i] = beta1.times(mean[i]).plus(one.minus(beta1).times(slope));
        square[i] = beta2.times(square[i]).plus(one.minus(beta2).times(slope.times(slope)));
        Dual below = square[i].over(one.minus(product2)).root().plus(epsilon);
        Dual move = mean[i].over(one.minus(product1)).over(below);
        x[i] = one.minus(rate.times(decay)).times(x[i]).minus(rate.times(move));
      }
    }
  }

  private static Dual[] zeros(int length) {
    Dual[] zeros = new Dual[length];
    Arrays.fill(zeros, Dual.ZERO);
    return zeros;
  }

  /** Returns the activations of each layer, the inputs first, before the last softmax. */
  private List<Dual[]> forward(List<Dual[]> weights, double[] input) {
    List<Dual[]> layers = new ArrayList<>();
    Dual[] below = new Dual[input.length];
    for (int i = 0; i < input.length; i++) {
      below[i] = new Dual(input[i], 0);
    }
    layers.add(below);
    for (int layer = 1; layer < sizes.size(); layer++) {
      Dual[] matrix = weights.get(2 * layer - 2);
      Dual[] out = weights.get(2 * layer - 1).clone();
      for (int i = 0; i < below.length; i++) {
        for (int j = 0; j < out.length; j++) {
          out[j] = out[j].plus(below[i].times(matrix[i * out.length + j]));
        }
      }
      if (layer < sizes.size() - 1) {
        for (int j = 0; j < out.length; j++) {
          out[j] = out[j].value() > 0 ? out[j] : Dual.ZERO;
        }
      }
      layers.add(out);
      below = out;
    }
    return layers;
  }

  private static Dual[] logSoftmax(Dual[] outputs) {
    Dual sum = Dual.ZERO;
    for (Dual output : outputs) {
      sum = sum.plus(output.exp());
    }
    Dual log = sum.log();
    Dual[] logs = new Dual[outputs.length];
    for (int c = 0; c < logs.length; c++) {
      logs[c] = outputs[c].minus(log);
    }
    return logs;
  }

  private List<Dual[]> gradient(List<Dual[]> weights, int[] rows) {
    List<Dual[]> gradient = new ArrayList<>();
    weights.forEach(group -> gradient.add(zeros(group.length)));
    for (int row : rows) {
      List<Dual[]> layers = forward(weights, inputs[row]);
      Dual[] error = logSoftmax(layers.get(layers.size() - 1));
      for (int c = 0; c < error.length; c++) {
        error[c] = error[c].exp().minus(new Dual(targets[row][c], 0)).times(1.0 / rows.length);
      }
      for (int layer = sizes.size() - 1; layer > 0; layer--) {
        error = backward(layer, layers.get(layer - 1), error, weights, gradient);
      }
    }
    return gradient;
  }

  /** Adds to the gradients of a layer and returns the error of the one below. */
  private static Dual[] backward(
      int layer, Dual[] below, Dual[] error, List<Dual[]> weights, List<Dual[]> gradient) {
    Dual[] matrix = weights.get(2 * layer - 2);
    Dual[] toMatrix = gradient.get(2 * layer - 2);
    Dual[] toBias = gradient.get(2 * layer - 1);
    Dual[] errorBelow = zeros(below.length);
    for (int j = 0; j < error.length; j++) {
      toBias[j] = toBias[j].plus(error[j]);
      for (int i = 0; i < below.length; i++) {
        int at = i * error.length + j;
        toMatrix[at] = toMatrix[at].plus(below[i].times(error[j]));
        if (layer > 1 && below[i].value() > 0) {
          errorBelow[i] = errorBelow[i].plus(matrix[at].times(error[j]));
        }
      }
    }
    return errorBelow;
  }
}
