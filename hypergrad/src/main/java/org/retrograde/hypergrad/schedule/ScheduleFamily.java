package org.retrograde.hypergrad.schedule;

import org.retrograde.reversible.word.Keyword;

/** Learning-rate schedules of one parameter, the peak: what people use without tuning more. */
public enum ScheduleFamily implements Keyword {
  /** The same rate at every step. */
  FLAT("the same at every step") {
    @Override
    public double factor(int step, int steps) {
      return 1;
    }
  },
  /** Falls linearly from the peak, by 1 / T a step, and would be 0 at step T. */
  LINEAR("falls along a line from the peak to 0") {
    @Override
    public double factor(int step, int steps) {
      return 1 - (double) step / steps;
    }
  },
  /**
   * Rises from a 25th of the peak over the first 30 % of the steps and falls to a 250,000th, both
   * along a cosine: the defaults of PyTorch's OneCycleLR, with the momentum left flat.
   *
   * @see <a href="https://arxiv.org/abs/1708.07120">Smith and Topin (2017)</a>
   */
  ONE_CYCLE("rises over 30 % of the steps and falls to almost 0, along cosines") {
    @Override
    public double factor(int step, int steps) {
      double top = Math.max(0.3 * steps - 1, 1e-9);
      if (step <= top) {
        return cosine(1 / 25.0, 1, step / top);
      }
      return cosine(1, 1 / 250_000.0, (step - top) / (steps - 1 - top));
    }
  };

  private final String meaning;

  ScheduleFamily(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /**
   * Returns the rate of a step as a fraction of the peak, in (0, 1].
   *
   * @param step t, in [0, T)
   * @param steps T, at least 1
   */
  public abstract double factor(int step, int steps);

  private static double cosine(double from, double to, double fraction) {
    return to + (from - to) * (1 + Math.cos(Math.PI * fraction)) / 2;
  }
}
