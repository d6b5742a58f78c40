package org.retrograde.hypergrad.schedule;

/** Learning-rate schedules of one parameter, the peak: what people use without tuning more. */
public enum ScheduleFamily {
  /** The same rate at every step. */
  FLAT("flat") {
    @Override
    public double factor(int step, int steps) {
      return 1;
    }
  },
  /** Falls linearly from the peak, by 1 / T a step, and would be 0 at step T. */
  LINEAR("linear") {
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
  ONE_CYCLE("one-cycle") {
    @Override
    public double factor(int step, int steps) {
      double top = Math.max(0.3 * steps - 1, 1e-9);
      if (step <= top) {
        return cosine(1 / 25.0, 1, step / top);
      }
      return cosine(1, 1 / 250_000.0, (step - top) / (steps - 1 - top));
    }
  };

  private final String label;

  ScheduleFamily(String label) {
    this.label = label;
  }

  /** Returns the name in configs and reports. */
  public String label() {
    return label;
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
