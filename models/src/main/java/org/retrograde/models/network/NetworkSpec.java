package org.retrograde.models.network;

import java.util.ArrayList;
import java.util.List;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A multilayer perceptron: h_0 = x; z_l = A_l (h_{l-1} W_l) + b_l; h_l = f(z_l); the last layer is
 * linear. Without hidden layers it is softmax or linear regression.
 *
 * @param sizes features, hidden widths, outputs: at least two numbers of at least 1
 * @param activation of the hidden layers
 * @param loss of training
 * @param multipliers A_l, one a layer
 */
public record NetworkSpec(
    List<Integer> sizes, Nonlinearity activation, Loss loss, List<Double> multipliers) {

  /** Checks the sizes. */
  public NetworkSpec {
    sizes = List.copyOf(sizes);
    multipliers = List.copyOf(multipliers);
    if (sizes.size() < 2 || sizes.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "a network needs at least two sizes of at least 1, got " + sizes);
    }
    if (multipliers.size() != sizes.size() - 1) {
      throw new IllegalArgumentException(
          "%d layers need as many multipliers, got %s".formatted(sizes.size() - 1, multipliers));
    }
  }

  /** A network whose multipliers are all 1. */
  public static NetworkSpec of(List<Integer> sizes, Nonlinearity activation, Loss loss) {
    return new NetworkSpec(
        sizes, activation, loss, sizes.stream().skip(1).map(size -> 1.0).toList());
  }

  /** Returns the number of layers of weights. */
  public int layers() {
    return sizes.size() - 1;
  }

  /** Returns the number of inputs of layer l, counted from 0. */
  public int fanIn(int layer) {
    return sizes.get(layer);
  }

  /** Returns the number of outputs of layer l, counted from 0. */
  public int fanOut(int layer) {
    return sizes.get(layer + 1);
  }

  /** Returns the parameter groups W1, b1, W2, b2, ...: weights [fan-in, fan-out], biases [1, n]. */
  public List<ParameterGroup> groups() {
    List<ParameterGroup> groups = new ArrayList<>();
    for (int layer = 0; layer < layers(); layer++) {
      groups.add(new ParameterGroup("W" + (layer + 1), fanIn(layer), fanOut(layer)));
      groups.add(new ParameterGroup("b" + (layer + 1), 1, fanOut(layer)));
    }
    return groups;
  }
}
