package org.retrograde.hypergrad.average;

/**
 * An exponential average: a &lt;- d a + (1 - d) x after every step, begun with a = x_1. The weights
 * are d^(T - 1) of x_1 and (1 - d) d^(T - t) of every later one.
 *
 * @param decay d, in [0, 1)
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015)</a>, section 7.2
 */
public record ExponentialAverage(double decay) implements IterateAverage {

  /** Checks the range. */
  public ExponentialAverage {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay must be at least 0 and below 1, got " + decay);
    }
  }

  /** Makes one over about a thousand steps. */
  public ExponentialAverage() {
    this(0.999);
  }

  @Override
  public String word() {
    return "exponential";
  }

  @Override
  public String meaning() {
    return "an average that keeps `decay` of itself in every step and takes the rest from the"
        + " weights, begun after the first step";
  }

  @Override
  public double weight(int step, int steps) {
    return Math.pow(decay, steps - step) * (step == 1 ? 1 : 1 - decay);
  }

  @Override
  public int first(int steps) {
    return decay == 0 ? steps : 1;
  }

  @Override
  public String inWords(int steps) {
    return "an exponential average of the weights, of which every step keeps " + decay;
  }
}
