package org.retrograde.reports.record;

import java.util.List;

/**
 * Loss against learning rate at one width.
 *
 * @param width of the hidden layers
 * @param points in the order of their rates
 * @param bestRate of the grid
 * @param bestLoss the mean loss there; infinite if every point diverged
 * @param optimum where a parabola through the three points around the best has its minimum, in the
 *     logarithm of the rate; the best rate itself where it has no finite neighbour on either side
 * @param inside whether the best rate is neither the first nor the last of the grid
 * @param lossAtBaseRate mean loss at the best rate of the base width
 * @param regret that loss over the best one, minus 1
 */
public record RateCurve(
    int width,
    List<Point> points,
    double bestRate,
    double bestLoss,
    double optimum,
    boolean inside,
    double lossAtBaseRate,
    double regret) {

  /**
   * One learning rate.
   *
   * @param rate peak learning rate at the base width
   * @param loss mean over the seeds; infinite where one diverged
   * @param losses one a seed
   */
  public record Point(double rate, double loss, List<Double> losses) {

    /** Copies the list. */
    public Point {
      losses = List.copyOf(losses);
    }
  }

  /** Copies the list. */
  public RateCurve {
    points = List.copyOf(points);
  }
}
