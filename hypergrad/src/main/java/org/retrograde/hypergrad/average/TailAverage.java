package org.retrograde.hypergrad.average;

/**
 * The mean of the last part of the positions.
 *
 * @param fraction of the steps, above 0 and at most 1; rounded to a number of steps, at least 1
 * @see <a href="https://arxiv.org/abs/1803.05407">Izmailov et al. (2018)</a>, stochastic weight
 *     averaging
 */
public record TailAverage(double fraction) implements IterateAverage {

  /** Checks the range. */
  public TailAverage {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be above 0 and at most 1, got " + fraction);
    }
  }

  /** Makes the mean of the last quarter. */
  public TailAverage() {
    this(0.25);
  }

  @Override
  public String word() {
    return "tail";
  }

  @Override
  public String meaning() {
    return "the mean of the weights after each of the last steps, `fraction` of all";
  }

  @Override
  public double weight(int step, int steps) {
    return step >= first(steps) ? 1.0 / (steps - first(steps) + 1) : 0;
  }

  @Override
  public int first(int steps) {
    return steps - (int) Math.max(1, Math.round(fraction * steps)) + 1;
  }

  @Override
  public String inWords(int steps) {
    int count = steps - first(steps) + 1;
    if (count == 1) {
      return "the last weights, as the tail of %d steps is one".formatted(steps);
    }
    return "the mean of the weights after each of the last %d of %d steps".formatted(count, steps);
  }
}
