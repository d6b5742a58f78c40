package org.retrograde.hypergrad.average;

/**
 * An exponential average: a &lt;- d a + (1 - d) x after every step, begun with 0 and divided by 1 -
 * d^T, so that its weights (1 - d) d^(T - t) / (1 - d^T) sum to 1 and none of them counts for more
 * than a later one.
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
        + " weights, corrected for its beginning with 0";
  }

  @Override
  public double weight(int step, int steps) {
    return (1 - decay) * Math.pow(decay, steps - step) / (1 - Math.pow(decay, steps));
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
