package org.retrograde.models.network.architecture;

import java.util.List;

/**
 * Numbers of a forward pass whose size is meant to follow the width in a known way, such as what
 * enters a nonlinearity.
 *
 * @param name unique in its network
 * @param parameters names of those that move it first, the likeliest to be at fault at the start
 *     first; may be empty
 * @param startPower the power of the width that its size at the start of training goes as; with any
 *     but 0, its size may change its power once training begins
 */
public record Probe(String name, List<String> parameters, double startPower) {

  /** The power of numbers that keep their size. */
  public static final double STAYS = 0;

  /** The power of outputs, whose weights are independent of what is below them at the start. */
  public static final double OUTPUT = -0.5;

  /** Copies the list. */
  public Probe {
    parameters = List.copyOf(parameters);
  }

  /** Returns what to look at if it does not follow the width as it should at the start. */
  public String suspect() {
    return parameters.isEmpty() ? name : parameters.get(0);
  }
}
