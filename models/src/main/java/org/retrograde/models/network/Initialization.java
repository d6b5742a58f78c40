package org.retrograde.models.network;

import org.retrograde.models.network.architecture.Parameter;
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
   * Returns the standard deviation of a parameter.
   *
   * @param base what it is in the base network
   */
  double deviation(Parameter base) {
    return this == EQUAL ? 1 : Math.sqrt(base.variance() / base.fanIn());
  }
}
