package org.retrograde.hypergrad.schedule;

/**
 * Runs along lines from 1 through two points to its end.
 *
 * @param first where the first point is, as a fraction of the steps, in (0, 1)
 * @param height of the first point, above 0 and at most 1
 * @param second where the second point is, as a fraction of the steps after the first, in (0, 1)
 * @param low height of the second point, above 0 and at most 1
 * @param end factor that it would have at step T, in [0, 1]
 * @see <a href="https://arxiv.org/abs/2603.10301">Naganuma et al. (2026)</a>, whose numbers we have
 *     only by name
 */
public record TwoPoint(double first, double height, double second, double low, double end)
    implements Schedule {

  /** Checks the ranges. */
  public TwoPoint {
    if (!(first > 0 && first < 1 && second > 0 && second < 1)) {
      throw new IllegalArgumentException(
          "first and second must be above 0 and below 1, got %s and %s".formatted(first, second));
    }
    if (!(height > 0 && height <= 1 && low > 0 && low <= 1 && end >= 0 && end <= 1)) {
      throw new IllegalArgumentException(
          "height, low and end must be above 0 (end: at least 0) and at most 1, got %s, %s and %s"
              .formatted(height, low, end));
    }
  }

  /** Makes one that stays high for half of the steps and low at the end. */
  public TwoPoint() {
    this(0.5, 0.8, 0.5, 0.3, 0.01);
  }

  @Override
  public String word() {
    return "two-point";
  }

  @Override
  public String meaning() {
    return "runs along lines through two points";
  }

  @Override
  public double factor(int step, int steps) {
    double passed = (double) step / steps;
    double later = first + (1 - first) * second;
    if (passed <= first) {
      return between(1, height, passed / first);
    }
    return passed <= later
        ? between(height, low, (passed - first) / (later - first))
        : between(low, end, (passed - later) / (1 - later));
  }

  private static double between(double from, double to, double fraction) {
    return from + (to - from) * fraction;
  }
}
