package org.retrograde.models.parametrization;

import java.util.ArrayList;
import java.util.List;

/**
 * What a parameter group does in its network, and its size: all that a rule table asks of it.
 *
 * @param role which of its dimensions grow with width
 * @param fans of the group
 */
public record GroupRole(Role role, Fans fans) {

  /**
   * Returns the roles of W1, b1, W2, b2, ... of a multilayer perceptron.
   *
   * @param baseSizes features, hidden widths, outputs of the network that is tuned
   * @param sizes of the network that is trained, as many
   */
  public static List<GroupRole> perceptron(List<Integer> baseSizes, List<Integer> sizes) {
    if (sizes.size() != baseSizes.size()) {
      throw new IllegalArgumentException(
          "sizes %s and base sizes %s are networks of different depth".formatted(sizes, baseSizes));
    }
    List<GroupRole> roles = new ArrayList<>();
    int layers = sizes.size() - 1;
    for (int layer = 0; layer < layers; layer++) {
      boolean last = layer == layers - 1;
      int out = sizes.get(layer + 1);
      int baseOut = baseSizes.get(layer + 1);
      roles.add(
          new GroupRole(
              last ? Role.OUTPUT : layer == 0 ? Role.INPUT : Role.HIDDEN,
              new Fans(sizes.get(layer), out, baseSizes.get(layer), baseOut)));
      roles.add(
          new GroupRole(last ? Role.OUTPUT_BIAS : Role.HIDDEN_BIAS, new Fans(1, out, 1, baseOut)));
    }
    return roles;
  }
}
