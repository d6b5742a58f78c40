package org.retrograde.hypergrad.schedule;

/**
 * Rises to the peak and falls again, both along a cosine: PyTorch's OneCycleLR. The momentum may
 * fall while the rate rises, and rise again.
 *
 * @param rise fraction of the steps up to the peak, in (0, 1)
 * @param start factor of the first step, in (0, 1]
 * @param end factor of the last step, in (0, 1]
 * @param lowMomentum momentum where the rate has its peak, in (0, 1); 0 leaves momentum as it is
 * @see <a href="https://arxiv.org/abs/1708.07120">Smith and Topin (2017)</a>
 */
public record OneCycle(double rise, double start, double end, double lowMomentum)
    implements Schedule {

  /** Checks the ranges. */
  public OneCycle {
    if (!(rise > 0 && rise < 1)) {
      throw new IllegalArgumentException("rise must be above 0 and below 1, got " + rise);
    }
    if (!(start > 0 && start <= 1 && end > 0 && end <= 1)) {
      throw new IllegalArgumentException(
          "start and end must be above 0 and at most 1, got %s and %s".formatted(start, end));
    }
    if (!(lowMomentum >= 0 && lowMomentum < 1)) {
      throw new IllegalArgumentException(
          "low-momentum must be above 0 and below 1, or 0 for none, got " + lowMomentum);
    }
  }

  /**
   * Makes one of PyTorch's defaults, from a 25th over 30 % of the steps and to a 250,000th, but
   * with the momentum left as it is.
   */
  public OneCycle() {
    this(0.3, 1 / 25.0, 1 / 250_000.0, 0);
  }

  @Override
  public String word() {
    return "one-cycle";
  }

  @Override
  public String meaning() {
    return "rises to the peak and falls to almost 0, along cosines";
  }

  @Override
  public double factor(int step, int steps) {
    return cycle(start, 1, end, step, steps);
  }

  @Override
  public double momentum(double usual, int step, int steps) {
    return lowMomentum == 0 ? usual : cycle(usual, lowMomentum, usual, step, steps);
  }

  private double cycle(double from, double peak, double to, int step, int steps) {
    double top = Math.max(rise * steps - 1, 1e-9);
    if (step <= top) {
      return cosine(from, peak, step / top);
    }
    return cosine(peak, to, (step - top) / (steps - 1 - top));
  }

  private static double cosine(double from, double to, double fraction) {
    return to + (from - to) * (1 + Math.cos(Math.PI * fraction)) / 2;
  }
}
