package org.retrograde.reports.record;

import java.util.List;

/**
 * How the numbers of some rows are predicted with some settings.
 *
 * @param settings what networks were trained with: {@code start}, {@code tuned} or another name
 * @param part the rows
 * @param r2s parts of the variance that are explained, one a seed that did not diverge
 * @param maes mean absolute errors, in the unit of the targets
 * @param rmses roots of mean squared errors, in the unit of the targets
 * @param points some rows as the first seed predicts them
 */
public record NumberJudgement(
    String settings,
    String part,
    List<Double> r2s,
    List<Double> maes,
    List<Double> rmses,
    List<Point> points) {

  /** Copies the lists. */
  public NumberJudgement {
    r2s = List.copyOf(r2s);
    maes = List.copyOf(maes);
    rmses = List.copyOf(rmses);
    points = List.copyOf(points);
  }

  /**
   * One row.
   *
   * @param target what it is
   * @param predicted what it was taken for
   */
  public record Point(double target, double predicted) {}
}
