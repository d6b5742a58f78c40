package org.retrograde.models.network;

import org.retrograde.reversible.device.Nonlinearity;
import org.retrograde.reversible.word.Keyword;

/** How large the numbers are that a network starts from, before width factors and init scales. */
public enum Initialization implements Keyword {
  /**
   * Weights of standard deviation gain / sqrt(fan-in), biases zero. The gain is sqrt(2) before a
   * rectifier and 1 otherwise, which keeps the size of activations through depth.
   *
   * @see <a href="https://arxiv.org/abs/1502.01852">He et al. (2015)</a>
   */
  FAN_IN("weights normal with gain / sqrt(fan-in), biases 0"),

  /**
   * Weights and biases of standard deviation 1, so that the init scale of a group is the standard
   * deviation of its numbers.
   *
   * @see <a href="https://arxiv.org/abs/1502.03492">Maclaurin, Duvenaud and Adams (2015)</a>
   */
  EQUAL(
      "weights and biases normal with standard deviation 1, so that the init scale of a group is"
          + " its standard deviation");

  private final String meaning;

  Initialization(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /**
   * Returns the standard deviation of a parameter group.
   *
   * @param group W1, b1, W2, b2, ... counted from 0
   * @param spec the network
   * @param fanIn inputs of the group's layer in the base network
   */
  double deviation(int group, NetworkSpec spec, int fanIn) {
    boolean bias = group % 2 == 1;
    if (this == EQUAL) {
      return 1;
    }
    boolean rectified = spec.activation() == Nonlinearity.RELU && group / 2 < spec.layers() - 1;
    return bias ? 0 : Math.sqrt((rectified ? 2.0 : 1.0) / fanIn);
  }
}
