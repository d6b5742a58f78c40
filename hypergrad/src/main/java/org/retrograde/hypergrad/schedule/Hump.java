package org.retrograde.hypergrad.schedule;

/**
 * Rises smoothly through a point to the peak and falls smoothly through another: five points, and
 * between them the piecewise cubics of Fritsch and Carlson (1980), which never overshoot.
 *
 * @param start factor at the beginning, above 0 and at most 1
 * @param early where the first point is, as a fraction of the way to the peak, in (0, 1)
 * @param rising height of that point, above 0 and at most 1
 * @param peak where the peak is, as a fraction of the steps, in (0, 1)
 * @param late where the last point is, as a fraction of the way from the peak to the end, in (0, 1)
 * @param falling height of that point, above 0 and at most 1
 * @param end factor that it would have at step T, above 0 and at most 1
 * @see <a href="https://arxiv.org/abs/2603.10301">Naganuma et al. (2026)</a>, "smooth
 *     non-monotonic"
 */
public record Hump(
    double start, double early, double rising, double peak, double late, double falling, double end)
    implements Schedule {

  /** Checks the ranges. */
  public Hump {
    if (!(isInside(early) && isInside(peak) && isInside(late))) {
      throw new IllegalArgumentException(
          "early, peak and late must be above 0 and below 1, got %s, %s and %s"
              .formatted(early, peak, late));
    }
    if (!(isHeight(start) && isHeight(rising) && isHeight(falling) && isHeight(end))) {
      throw new IllegalArgumentException(
          "start, rising, falling and end must be above 0 and at most 1, got %s, %s, %s and %s"
              .formatted(start, rising, falling, end));
    }
  }

  /** Makes one with its peak after a tenth of the steps. */
  public Hump() {
    this(0.1, 0.5, 0.6, 0.1, 0.5, 0.6, 0.01);
  }

  private static boolean isInside(double fraction) {
    return fraction > 0 && fraction < 1;
  }

  private static boolean isHeight(double factor) {
    return factor > 0 && factor <= 1;
  }

  @Override
  public String word() {
    return "hump";
  }

  @Override
  public String meaning() {
    return "rises to the peak and falls, smoothly through a point each";
  }

  @Override
  public double factor(int step, int steps) {
    double[] x = {0, early * peak, peak, peak + late * (1 - peak), 1};
    double[] y = {start, rising, 1, falling, end};
    double at = (double) step / steps;
    int i = 0;
    while (at > x[i + 1]) {
      i++;
    }
    double width = x[i + 1] - x[i];
    double u = (at - x[i]) / width;
    double v = 1 - u;
    return v * v * ((1 + 2 * u) * y[i] + u * width * slope(x, y, i))
        + u * u * ((1 + 2 * v) * y[i + 1] - v * width * slope(x, y, i + 1));
  }

  /**
   * The slope at a point: none at a turn, and a weighted harmonic mean of both sides' elsewhere.
   */
  private static double slope(double[] x, double[] y, int i) {
    if (i == 0 || i == x.length - 1) {
      int from = i == 0 ? 0 : i - 1;
      return (y[from + 1] - y[from]) / (x[from + 1] - x[from]);
    }
    double before = x[i] - x[i - 1];
    double after = x[i + 1] - x[i];
    double left = (y[i] - y[i - 1]) / before;
    double right = (y[i + 1] - y[i]) / after;
    if (left * right <= 0) {
      return 0;
    }
    double first = 2 * after + before;
    double second = after + 2 * before;
    return (first + second) / (first / left + second / right);
  }
}
