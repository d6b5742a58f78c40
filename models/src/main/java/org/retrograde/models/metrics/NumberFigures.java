package org.retrograde.models.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How predictions of numbers came out.
 *
 * @param rows how many were predicted
 * @param r2 the part of the variance of the targets that predictions explain, 1 - sum of squared
 *     errors / sum of squared distances to the mean target: 1 for perfect ones, 0 for the mean
 *     alone, below 0 for worse; NaN where all targets are alike
 * @param mae mean absolute error, in the unit of the targets
 * @param rmse root of the mean squared error, in the unit of the targets
 * @param points some rows at equal distances, all of them if they are few
 */
public record NumberFigures(long rows, double r2, double mae, double rmse, List<Point> points) {

  /** Rows that are kept one by one. */
  public static final int MOST_POINTS = 500;

  /** Copies the list. */
  public NumberFigures {
    points = List.copyOf(points);
  }

  /**
   * One row.
   *
   * @param target what it is
   * @param predicted what it was taken for
   */
  public record Point(double target, double predicted) {}

  /**
   * Judges predictions.
   *
   * @param predicted one number a row, in the unit of the targets. Not modified.
   * @param targets as many, at least one. Not modified.
   * @throws IllegalArgumentException if there are none, or not as many of one as of the other
   */
  public static NumberFigures of(double[] predicted, double[] targets) {
    int rows = targets.length;
    if (rows == 0 || predicted.length != rows) {
      throw new IllegalArgumentException(
          "there must be as many predictions as targets, at least one; got %d and %d"
              .formatted(predicted.length, rows));
    }
    double mean = Arrays.stream(targets).sum() / rows;
    double squares = 0;
    double sizes = 0;
    double around = 0;
    for (int i = 0; i < rows; i++) {
      double error = predicted[i] - targets[i];
      squares += error * error;
      sizes += Math.abs(error);
      around += (targets[i] - mean) * (targets[i] - mean);
    }
    return new NumberFigures(
        rows,
        around == 0 ? Double.NaN : 1 - squares / around,
        sizes / rows,
        Math.sqrt(squares / rows),
        points(predicted, targets));
  }

  private static List<Point> points(double[] predicted, double[] targets) {
    int kept = Math.min(targets.length, MOST_POINTS);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < kept; i++) {
      int row = (int) ((long) i * targets.length / kept);
      points.add(new Point(targets[row], predicted[row]));
    }
    return points;
  }
}
