package org.retrograde.models.network;

import java.util.Collections;
import java.util.List;
import org.retrograde.models.autodiff.Loss;
import org.retrograde.models.autodiff.TrainingLoss;
import org.retrograde.models.network.architecture.Architecture;
import org.retrograde.models.network.architecture.Layout;
import org.retrograde.models.network.architecture.Mlp;
import org.retrograde.models.network.architecture.NetworkSizes;
import org.retrograde.models.network.architecture.Parameter;
import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A network of some size.
 *
 * @param architecture how it is built
 * @param sizes how large it is
 * @param loss of training; what it is judged by is the plain one
 * @param multipliers of its parameters in the forward pass, in their order; 1 for what is no weight
 */
public record NetworkSpec(
    Architecture architecture, NetworkSizes sizes, TrainingLoss loss, List<Double> multipliers) {

  /** Checks that there is one multiplier a parameter. */
  public NetworkSpec {
    multipliers = List.copyOf(multipliers);
    List<Parameter> parameters = architecture.layout(sizes).parameters();
    if (multipliers.size() != parameters.size()) {
      throw new IllegalArgumentException(
          "%d parameters need as many multipliers, got %s"
              .formatted(parameters.size(), multipliers));
    }
    for (int g = 0; g < parameters.size(); g++) {
      if (!parameters.get(g).role().isWeight() && multipliers.get(g) != 1) {
        throw new IllegalArgumentException(
            "%s is no weight and must have a multiplier of 1, got %s"
                .formatted(parameters.get(g).name(), multipliers.get(g)));
      }
    }
  }

  /** Makes a network whose multipliers are all 1. */
  public static NetworkSpec of(Architecture architecture, NetworkSizes sizes, Loss loss) {
    int parameters = architecture.layout(sizes).parameters().size();
    List<Double> multipliers = Collections.nCopies(parameters, 1.0);
    return new NetworkSpec(architecture, sizes, TrainingLoss.of(loss), multipliers);
  }

  /**
   * Makes a multilayer perceptron whose multipliers are all 1.
   *
   * @param sizes features, hidden widths, outputs: at least two numbers of at least 1
   * @param activation of the hidden layers
   */
  public static NetworkSpec of(List<Integer> sizes, Nonlinearity activation, Loss loss) {
    return of(new Mlp(), NetworkSizes.of(sizes, activation), loss);
  }

  /** Returns the same network with other multipliers, one a parameter. */
  public NetworkSpec withMultipliers(List<Double> other) {
    return new NetworkSpec(architecture, sizes, loss, other);
  }

  /** Returns the same network with another loss of training. */
  public NetworkSpec withLoss(TrainingLoss other) {
    return new NetworkSpec(architecture, sizes, other, multipliers);
  }

  /** Returns its tensors and probes. */
  public Layout layout() {
    return architecture.layout(sizes);
  }

  /** Returns the parameter groups, in order. */
  public List<ParameterGroup> groups() {
    return layout().groups();
  }
}
