package org.retrograde.reports.record;

/**
 * One figure that a criterion judges.
 *
 * @param criterion short name, as docs/mup.md lists them
 * @param subject what was measured
 * @param value what was found
 * @param least that is allowed; may be minus infinity
 * @param most that is allowed; may be infinity
 * @param passed whether the value is within; a NaN never is
 * @param explanation what the figure means
 */
public record CriterionFigure(
    String criterion,
    String subject,
    double value,
    double least,
    double most,
    boolean passed,
    String explanation) {

  /** Makes a figure that passes where it lies in [least, most]. */
  public static CriterionFigure within(
      String criterion, String subject, double value, Range range, String explanation) {
    return new CriterionFigure(
        criterion, subject, value, range.least(), range.most(), range.contains(value), explanation);
  }

  /**
   * What is allowed, both ends included.
   *
   * @param least may be minus infinity
   * @param most may be infinity
   */
  public record Range(double least, double most) {

    /** All that differs by at most {@code tolerance}. */
    public static Range around(double centre, double tolerance) {
      return new Range(centre - tolerance, centre + tolerance);
    }

    /** All up to {@code most}. */
    public static Range upTo(double most) {
      return new Range(Double.NEGATIVE_INFINITY, most);
    }

    /** Whether a value is allowed; a NaN never is. */
    boolean contains(double value) {
      return value >= least && value <= most;
    }

    /** All from {@code least} on. */
    public static Range from(double least) {
      return new Range(least, Double.POSITIVE_INFINITY);
    }
  }
}
