package org.retrograde.models.network.architecture;

import java.util.List;
import org.retrograde.models.data.InputShape;
import org.retrograde.reversible.device.Nonlinearity;

/**
 * How large a network is, whatever its architecture makes of it.
 *
 * @param shape of an example
 * @param hidden units of each hidden layer, each at least 1; may be empty
 * @param outputs at least 1
 * @param activation nonlinearity of the hidden layers
 */
public record NetworkSizes(
    InputShape shape, List<Integer> hidden, int outputs, Nonlinearity activation) {

  /** Checks the sizes. */
  public NetworkSizes {
    hidden = List.copyOf(hidden);
    int inputs = shape.features();
    if (inputs < 1 || outputs < 1 || hidden.stream().anyMatch(units -> units < 1)) {
      throw new IllegalArgumentException(
          "sizes must be at least 1, got %d inputs, hidden layers of %s, %d outputs"
              .formatted(inputs, hidden, outputs));
    }
  }

  /**
   * Makes sizes for examples whose features are in no order.
   *
   * @param inputs features of an example, at least 1
   */
  public NetworkSizes(int inputs, List<Integer> hidden, int outputs, Nonlinearity activation) {
    this(new InputShape.Features(inputs), hidden, outputs, activation);
  }

  /** Returns the features of an example. */
  public int inputs() {
    return shape.features();
  }

  /**
   * Makes sizes of all layers in order.
   *
   * @param all inputs, hidden layers, outputs: at least two numbers of at least 1
   */
  public static NetworkSizes of(List<Integer> all, Nonlinearity activation) {
    if (all.size() < 2) {
      throw new IllegalArgumentException("a network needs inputs and outputs, got sizes " + all);
    }
    int last = all.size() - 1;
    return new NetworkSizes(all.get(0), all.subList(1, last), all.get(last), activation);
  }

  /**
   * Returns the units that every hidden layer has.
   *
   * @throws IllegalArgumentException if there are no hidden layers, or they are not all alike
   */
  public int width() {
    if (hidden.stream().distinct().count() != 1) {
      throw new IllegalArgumentException(
          "needs hidden layers of one width, at least one of them, got " + hidden);
    }
    return hidden.get(0);
  }
}
