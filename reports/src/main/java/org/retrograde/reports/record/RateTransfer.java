package org.retrograde.reports.record;

import java.util.List;

/**
 * How the best learning rate follows the width under one parametrization.
 *
 * @param parametrization for people
 * @param drift octaves by which the optimum moves where the width doubles, by least squares; NaN if
 *     a width has no finite loss
 * @param figures what criteria say of it; none where none applies
 * @param curves one a width, ascending
 */
public record RateTransfer(
    String parametrization, double drift, List<CriterionFigure> figures, List<RateCurve> curves) {

  /** Copies the lists. */
  public RateTransfer {
    figures = List.copyOf(figures);
    curves = List.copyOf(curves);
  }
}
